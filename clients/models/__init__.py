"""Who is coached and who pays, by subject: people and sponsors; and lists of people taken in."""

from clients.models.imports import Import, Imported
from clients.models.people import Client, Guardian, TeamMember
from clients.models.sponsors import Sponsor, SponsorContact

__all__ = ["Client", "Guardian", "Import", "Imported", "Sponsor", "SponsorContact", "TeamMember"]
