"""Who is coached and who pays, by subject: people and sponsors."""

from clients.models.people import Client, Guardian, TeamMember
from clients.models.sponsors import Sponsor, SponsorContact

__all__ = ["Client", "Guardian", "Sponsor", "SponsorContact", "TeamMember"]
