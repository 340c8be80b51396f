"""Les contrôles de population (POP-*) : un effectif ne dépasse pas la population de référence, si on la connaît."""
