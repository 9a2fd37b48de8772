"""What a member may do. One enum, one table.

An assistant has the three rights that say so, and no other: a view that asks for anything else is
shut to them. What they may not read (objectives, expectations, what was said or signed) is shown by
no page that asks for SEE_PARTIES or PREPARE alone.
"""

from enum import StrEnum


class Permission(StrEnum):
    SEE_PARTIES = "see-parties"  # who, when, how much, and how it stands
    PREPARE = "prepare"  # parties, dates and fees
    SEND_LINKS = "send-links"  # remind somebody, send a new link
    SIGN_THE_CODE = "sign-the-code"
    SEE_CLIENTS = "see-clients"
    EDIT_CLIENTS = "edit-clients"
    DRAFT_CONTRACTS = "draft-contracts"
    SEND_CONTRACTS = "send-contracts"
    SEE_REGISTER = "see-register"
    EDIT_PROFILE = "edit-profile"
    MANAGE_PRACTICE = "manage-practice"
    MANAGE_TEAM = "manage-team"


class Role(StrEnum):
    OWNER = "owner"
    COACH = "coach"
    ASSISTANT = "assistant"


_ASSISTANT = frozenset({Permission.SEE_PARTIES, Permission.PREPARE, Permission.SEND_LINKS})
_COACH = _ASSISTANT | frozenset(
    {
        Permission.SIGN_THE_CODE,
        Permission.SEE_CLIENTS,
        Permission.EDIT_CLIENTS,
        Permission.DRAFT_CONTRACTS,
        Permission.SEND_CONTRACTS,
        Permission.SEE_REGISTER,
        Permission.EDIT_PROFILE,
    }
)

ROLES: dict[str, frozenset[Permission]] = {
    Role.ASSISTANT: _ASSISTANT,
    Role.COACH: _COACH,
    # An owner is a coach too, sees only their own clients, and manages the practice besides.
    Role.OWNER: _COACH | {Permission.MANAGE_PRACTICE, Permission.MANAGE_TEAM},
}
