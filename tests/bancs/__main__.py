"""`python -m tests.bancs [QUOI]` : mesurer, en lignes JSON sur la sortie standard, rien d'autre."""

import runpy
import sys

BANCS = {
    "word": ("tests.bancs.banc_word", "tests.bancs.banc_lot"),
    "parcours": ("tests.bancs.banc_parcours",),
    "pages": ("tests.bancs.banc_pages",),
    "relances": ("tests.bancs.banc_relances",),
}


def principal() -> None:
    """Lance les bancs du sujet demandé, ou tous."""
    quoi = sys.argv[1] if len(sys.argv) > 1 else "tout"
    if quoi not in (*BANCS, "tout"):
        sys.exit(f"Le banc « {quoi} » n'existe pas. Choisissez parmi : {', '.join(BANCS)}, tout.")
    for sujet in BANCS if quoi == "tout" else (quoi,):
        for module in BANCS[sujet]:
            sys.argv = [module]
            runpy.run_module(module, run_name="__main__")


if __name__ == "__main__":
    principal()
