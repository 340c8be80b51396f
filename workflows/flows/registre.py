"""Les flows que l'exécuteur sait jouer, par leur nom Prefect."""

from typing import Any

from prefect import Flow

from workflows.flows.envoi import envoi
from workflows.flows.filet import filet
from workflows.flows.parcours_territoire import parcours_territoire
from workflows.flows.tournee import tournee

FLOWS: dict[str, Flow[..., Any]] = {flow.name: flow for flow in (parcours_territoire, filet, tournee, envoi)}
