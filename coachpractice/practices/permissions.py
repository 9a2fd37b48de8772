"""What a member may do. One enum, one table."""

from enum import StrEnum


class Permission(StrEnum):
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


_COACH = frozenset(
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
    Role.COACH: _COACH,
    # An owner is a coach too, sees only their own clients, and manages the practice besides.
    Role.OWNER: _COACH | {Permission.MANAGE_PRACTICE, Permission.MANAGE_TEAM},
}
