"""Où sont les gabarits Word livrés avec Jalons."""

from pathlib import Path

import templates_docx

DOSSIER_DES_GABARITS = Path(templates_docx.__file__).parent
