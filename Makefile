# Toutes les commandes du projet. « make » seul les présente.
# PORT, DONNEES et QUOI sont facultatifs : make lancer PORT=8100 DONNEES=autre-dossier

SHELL := /bin/bash
PYTHON ?= $(firstword $(foreach p,python3 python3.13 python3.12 python3.11,$(shell command -v $(p))))
PY := .venv/bin/python
PIP_COMPILE := $(PY) -m piptools compile --quiet --no-header --strip-extras --allow-unsafe \
	--generate-hashes --no-emit-index-url --no-emit-find-links
QUOI ?= tout

ifneq ($(PORT),)
lancer: export JALONS_PORT := $(PORT)
endif
ifneq ($(DONNEES),)
lancer migrer demo: export JALONS_DONNEES := $(DONNEES)
endif

.PHONY: aide lancer tester verifier migrer demo mesurer planches verrouiller preparer preparer-dev

aide: ## Présenter les commandes
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 16

lancer: preparer ## Démarrer Jalons [PORT=8000] [DONNEES=donnees]
	@$(PY) -m api.superviseur

tester: preparer-dev ## Lancer tous les tests
	@$(PY) -m pytest -n 2 --dist worksteal

verifier: preparer-dev ## Contrôler la forme, les types, les couches, les migrations, les docs, les verrous
	$(PY) -m ruff format --no-cache --check .
	$(PY) -m ruff check --no-cache .
	$(PY) -m mypy
	.venv/bin/lint-imports
	.venv/bin/jalons base comparer
	.venv/bin/jalons docs verifier
	@! grep -nE '^ *--(extra-)?index-url|^ *--find-links|https?://' requirements*.lock package-lock.json \
		|| { echo "Un verrou contient une adresse de registre : relancez make verrouiller."; exit 1; }

migrer: preparer ## Mettre la base à jour [DONNEES=donnees]
	@.venv/bin/jalons base migrer

demo: preparer ## Jouer la démonstration [DONNEES=donnees]
	@.venv/bin/jalons demo

mesurer: preparer-dev ## Mesurer [QUOI=word|parcours|relances|pages], en lignes JSON
	@$(PY) -m tests.bancs $(QUOI)

planches: preparer-dev ## Rendre les documents et les écrans en images, dans planches/
	@donnees=$$(mktemp -d) && trap 'rm -rf "$$donnees"' EXIT && export JALONS_DONNEES="$$donnees" \
		&& .venv/bin/jalons base migrer && .venv/bin/jalons demo --sur-place --territoires 32,31,30 \
		&& .venv/bin/jalons planches && $(PY) -m tests.navigateur.planches planches/ecrans

verrouiller: preparer-dev ## Refaire les verrous depuis pyproject.toml et package.json
	$(PIP_COMPILE) --build-deps-for editable --output-file requirements.lock pyproject.toml
	$(PIP_COMPILE) --build-deps-for editable --extra dev --output-file requirements-dev.lock pyproject.toml
	npm install --package-lock-only

preparer preparer-dev:
	@test -n "$(PYTHON)" || { echo "Python est introuvable : installez Python 3.11 ou plus récent."; exit 1; }
	@$(PYTHON) outils/preparer.py $(if $(findstring dev,$@),dev,lancer) 1>&2
	@$(PY) outils/paquets_des_pages.py $(if $(findstring dev,$@),dev,lancer) 1>&2
