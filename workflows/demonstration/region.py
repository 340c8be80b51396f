"""Les seize histoires d'Occitanie, une par territoire. Une histoire sans date finit au jour où on la raconte."""

from datetime import date

from workflows.demonstration import en_cours, signees
from workflows.demonstration.histoires import Histoire

# fmt: off
HISTOIRES = {
    "09": Histoire("Un vote amendé : nouveau projet, nouveau vote", signees.ariege, date(2023, 9, 25)),
    "11": Histoire("Une convention unique à quatre axes, bientôt en séance", en_cours.aude, fini_depuis=6),
    "12": Histoire("Un quorum manqué, une séance trois jours plus tard", signees.aveyron, date(2023, 10, 2)),
    "30": Histoire("Suspendue puis reprise, une fiche renvoyée par la restitution", en_cours.gard, fini_depuis=7),
    "31": Histoire("Des compléments demandés, deux fiches d'un an", signees.haute_garonne, date(2023, 9, 18)),
    "32": Histoire("Le parcours entier, jusqu'à l'évaluation à mi-parcours", signees.gers, date(2023, 9, 20)),
    "34": Histoire("Un montant notifié plus bas : fiches recalées", signees.herault, date(2023, 11, 6)),
    "46": Histoire("Un diagnostic refusé puis repris", en_cours.lot, fini_depuis=9),
    "48": Histoire("Un axe écarté par écrit, une réserve levée, un avenant", signees.lozere, date(2023, 10, 9)),
    "65": Histoire("Un diagnostic qui s'éternise, sans fiches actions", en_cours.hautes_pyrenees, fini_depuis=168),
    "66": Histoire("Un vote défavorable, un nouveau projet à viser", en_cours.pyrenees_orientales, fini_depuis=12),
    "81": Histoire("Présélection dispensée, une fiche rejetée, un atelier rouvert", en_cours.tarn, fini_depuis=96),
    "82": Histoire("Des ateliers qui durent", en_cours.tarn_et_garonne, fini_depuis=32),
    "200027183": Histoire("Un axe écarté, une démarche toujours suspendue", en_cours.perpignan, fini_depuis=112),
    "243100518": Histoire("Un comité de lancement reporté deux fois", signees.toulouse, date(2024, 1, 15)),
    "243400017": Histoire("La signature de l'État est attendue", en_cours.montpellier, fini_depuis=34),
}
# fmt: on
