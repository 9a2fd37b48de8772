"""The agreements of confidentiality in a client's file, the framework contracts in a sponsor's."""

from collections.abc import Mapping
from typing import Any

from clients.models import Client, Sponsor
from coachpractice import clock
from coachpractice.practices.models import Membership
from coachpractice.registry.dossier import Chapter, chapter, sponsor_chapter
from contracts.models import ConfidentialityAgreement, FrameworkContract


@chapter("confidentiality-agreements")
class Agreements(Chapter):
    """Those with the client, and those with others about their coaching."""

    template = "contracts/accords/_in_file.html"

    def read(self, client: Client, *, by: Membership) -> Mapping[str, Any]:
        rows = ConfidentialityAgreement.objects.visible_to(by).filter(client=client.pk)
        return {"agreements": rows.with_state(clock.today(by.practice.timezone)).for_list()}


@sponsor_chapter("frameworks")
class Frameworks(Chapter):
    template = "contracts/accords/_in_sponsor.html"

    def read(self, client: Sponsor, *, by: Membership) -> Mapping[str, Any]:
        rows = FrameworkContract.objects.visible_to(by).filter(sponsor=client.pk)
        day = clock.today(by.practice.timezone)
        return {"frameworks": rows.with_state(day).order_by("-year", "-serial")}
