# ruff: noqa: E501 -- one row, one line
"""Who gets what from each URL. Written by hand, played by test_table.py, which also fails for a URL
that is missing here and for one that is no more.

Each cell is the answer to GET / the answer to POST, the POST with what somebody who may would send
(to `verify-file` nothing is sent).

- anonymous: no account, no link
- alice: owns the practice, and the object; she has just said who she is
- bob: a coach in her practice; the object is not his
- charlie: owns another practice
- guest: came in by a link to this very object
- other: came in by a link to another object
- assistant: helps alice. Written last where a page of members is open to them, else it is shut;
  pages for anybody and about one's own account are as for bob

    login   302 to the page to log in             200  the page      403  not with your rights
    door    302 to the page that says that a      302  done, or      404  not there, or not yours
            link is needed                             go there      405  not with this method
                                                                     410  was open once
                                                                     422  look over what you typed

`remove-example` is there in an example practice alone, and this is none.
A URL that answers differently by case stands there once for each, as `name, case`.
"""

TABLE = """
                                      anonymous    alice        bob          charlie      guest        other

# Anybody
ui:language                           405/302      405/302      405/302      405/302      405/302      405/302
jobs:health                           200/405      200/405      200/405      200/405      200/405      200/405
ethics:code                           302/405      302/405      302/405      302/405      302/405      302/405
ethics:edition                        200/405      200/405      200/405      200/405      200/405      200/405
ethics:changes                        200/405      200/405      200/405      200/405      200/405      200/405
ethics:signed                         200/405      200/405      200/405      200/405      200/405      200/405
signing:verify                        200/405      200/405      200/405      200/405      200/405      200/405
signing:verify-code                   200/405      200/405      200/405      200/405      200/405      200/405
signing:verify-file                   405/422      405/422      405/422      405/422      405/422      405/422
signing:seal-root                     200/405      200/405      200/405      200/405      200/405      200/405

# The mailbox of the embedded default; 404 wherever there is a mail server
mail:outbox                           200/405      200/405      200/405      200/405      200/405      200/405
mail:letter                           200/405      200/405      200/405      200/405      200/405      200/405
mail:letter-html                      200/405      200/405      200/405      200/405      200/405      200/405
mail:attachment                       200/405      200/405      200/405      200/405      200/405      200/405

# Come in: an account, an invitation, a link
practices:first-run                   login/login  302/302      302/302      302/302      login/login  login/login
practices:join                        200/302      200/200      200/200      200/200      200/302      200/302
accounts:sign-up-sent                 200/200      200/200      200/200      200/200      200/200      200/200
accounts:finish-sign-up               200/302      200/302      200/302      200/302      200/302      200/302
links:none                            403/405      403/405      403/405      403/405      403/405      403/405
links:land, open                     200/302      200/302      200/302      200/302      200/302      200/302
links:land, replaced                 410/410      410/410      410/410      410/410      410/410      410/410
links:land, used                     410/410      410/410      410/410      410/410      410/410      410/410
links:land, unknown                  404/404      404/404      404/404      404/404      404/404      404/404
reminders:calendar                    200/405      200/405      200/405      200/405      200/405      200/405
reminders:calendar, revoked          404/405      404/405      404/405      404/405      404/405      404/405
links:renew                           405/200      405/200      405/200      405/200      405/200      405/200

# One's own account
accounts:account                      login/login  200/302      200/302      200/302      login/login  login/login
accounts:sessions                     login/login  200/200      200/200      200/200      login/login  login/login
accounts:close-session                login/login  405/302      405/302      405/302      login/login  login/login
accounts:close-other-sessions         login/login  405/302      405/302      405/302      login/login  login/login

# Of allauth, as mounted under /account/
account_change_password               login/login  200/302      200/302      200/302      login/login  login/login
account_inactive                      200/405      200/405      200/405      200/405      200/405      200/405
account_login                         200/302      302/302      302/302      302/302      200/302      200/302
account_logout                        login/login  200/login    200/login    200/login    login/login  login/login
account_reauthenticate                login/login  200/302      200/302      200/302      login/login  login/login
account_reset_password                200/302      200/302      200/302      200/302      200/302      200/302
account_reset_password_done           200/405      200/405      200/405      200/405      200/405      200/405
account_reset_password_from_key       200/200      200/200      200/200      200/200      200/200      200/200
account_reset_password_from_key_done  200/405      200/405      200/405      200/405      200/405      200/405
account_signup                        200/302      200/302      200/302      200/302      200/302      200/302
mfa_activate_totp                     login/login  200/200      200/200      200/200      login/login  login/login
mfa_authenticate                      login/login  302/302      302/302      302/302      login/login  login/login
mfa_deactivate_totp                   login/login  404/404      404/404      404/404      login/login  login/login
mfa_generate_recovery_codes           login/login  200/302      200/200      200/200      login/login  login/login
mfa_index                             login/login  200/405      200/405      200/405      login/login  login/login
mfa_reauthenticate                    login/login  302/302      302/302      302/302      login/login  login/login
mfa_view_recovery_codes               login/login  404/404      404/404      404/404      login/login  login/login
mfa_list_webauthn                     login/login  200/405      200/405      200/405      login/login  login/login
mfa_add_webauthn                      login/login  200/200      200/200      200/200      login/login  login/login
mfa_login_webauthn                    200/login    200/302      200/302      200/302      200/login    200/login
mfa_reauthenticate_webauthn           login/login  200/302      302/302      302/302      login/login  login/login
mfa_edit_webauthn                     login/login  200/302      404/404      404/404      login/login  login/login
mfa_remove_webauthn                   login/login  200/302      404/404      404/404      login/login  login/login

# The practice: its owner's, but each coach has a profile
practices:settings                    login/login  200/200      200/200      200/200      login/login  login/login
practices:profile                     login/login  200/200      200/200      200/200      login/login  login/login
practices:facts                       login/login  200/302      403/403      200/302      login/login  login/login
practices:team                        login/login  200/200      403/403      200/200      login/login  login/login
practices:invite                      login/login  200/302      403/403      200/302      login/login  login/login
practices:withdraw                    login/login  405/302      405/403      405/404      login/login  login/login
practices:invite-again                login/login  405/302      405/403      405/404      login/login  login/login
practices:end-membership              login/login  200/302      403/403      404/404      login/login  login/login
practices:let-help                    login/login  405/302      405/302      405/404      login/login  login/login
practices:remove-example              login/login  404/404      403/403      404/404      login/login  login/login

# Clients and contracts: the coach's own, and nobody else's
reminders:today                       login/login  200/405      200/405      200/405      login/login  login/login  200/405
reminders:put-off                     login/login  405/302      405/302      405/302      login/login  login/login  405/302
reminders:bring-back                  login/login  405/302      405/302      405/302      login/login  login/login  405/302
reminders:settings                    login/login  200/302      200/302      200/302      login/login  login/login
reminders:open-calendar               login/login  405/302      405/302      405/302      login/login  login/login
reminders:close-calendar              login/login  405/302      405/302      405/302      login/login  login/login
clients:list                          login/login  200/200      200/200      200/200      login/login  login/login  200/200
clients:add                           login/login  200/302      200/302      200/302      login/login  login/login  200/302
clients:take-list                     login/login  405/200      405/200      405/200      login/login  login/login
clients:import                        login/login  200/302      200/302      200/302      login/login  login/login
clients:import-model                  login/login  200/405      200/405      200/405      login/login  login/login
clients:look-over                     login/login  200/302      404/404      404/404      login/login  login/login
clients:discard-import                login/login  405/302      405/404      405/404      login/login  login/login
clients:undo-import                   login/login  405/302      405/404      405/404      login/login  login/login
search:search                         login/login  200/200      200/200      200/200      login/login  login/login  200/200
search:shortcuts                      login/login  405/302      405/302      405/302      login/login  login/login  405/302
export:page                           login/login  200/302      200/302      200/302      login/login  login/login
export:leave                          login/login  200/409      200/302      200/409      login/login  login/login  200/302
export:take                           login/login  405/200      405/404      405/404      login/login  login/login
export:destroy                        login/login  405/302      405/404      405/404      login/login  login/login
clients:page                          login/login  200/405      404/405      404/405      login/login  login/login  200/405
clients:change                        login/login  200/302      404/404      404/404      login/login  login/login  200/302
clients:confirm-adult                 login/login  405/302      405/404      405/404      login/login  login/login
clients:who-pays                      login/login  200/302      404/404      404/404      login/login  login/login
clients:add-guardian                  login/login  200/302      404/404      404/404      login/login  login/login
clients:change-guardian               login/login  200/302      404/404      404/404      login/login  login/login
clients:remove-guardian               login/login  405/302      405/404      405/404      login/login  login/login
clients:add-member                    login/login  200/302      404/404      404/404      login/login  login/login
clients:change-member                 login/login  200/302      404/404      404/404      login/login  login/login
clients:remove-member                 login/login  405/302      405/404      405/404      login/login  login/login
clients:sponsors                      login/login  200/405      200/405      200/405      login/login  login/login
clients:add-sponsor                   login/login  200/302      200/302      200/302      login/login  login/login
clients:sponsor                       login/login  200/405      404/405      404/405      login/login  login/login
clients:change-sponsor                login/login  200/302      404/404      404/404      login/login  login/login
clients:add-contact                   login/login  200/302      404/404      404/404      login/login  login/login
clients:change-contact                login/login  200/302      404/404      404/404      login/login  login/login
clients:remove-contact                login/login  405/302      405/404      405/404      login/login  login/login
contracts:list                        login/login  200/405      200/405      200/405      login/login  login/login  200/405
contracts:new                         login/login  200/302      200/422      200/422      login/login  login/login  200/302
contracts:page                        login/login  200/405      404/405      404/405      login/login  login/login  200/405
contracts:draft                       login/login  200/302      404/404      404/404      login/login  login/login  302/302
contracts:terms                       login/login  200/302      404/404      404/404      login/login  login/login  200/302
contracts:as-client                   login/login  200/405      404/405      404/405      login/login  login/login
contracts:draft-pdf                   login/login  200/405      404/405      404/405      login/login  login/login
contracts:send                        login/login  200/302      404/404      404/404      login/login  login/login
contracts:choose-taken-in             login/login  200/405      200/405      200/405      login/login  login/login
contracts:take-in                     login/login  200/302      404/404      404/404      login/login  login/login
contracts:correct-taken-in            login/login  200/302      404/404      404/404      login/login  login/login
contracts:take-out                    login/login  200/302      404/404      404/404      login/login  login/login
contracts:taken-in-copy               login/login  200/405      404/405      404/405      login/login  login/login
contracts:taken-in-scan               login/login  200/405      404/405      404/405      login/login  login/login
contracts:agreements                  login/login  200/405      200/405      200/405      login/login  login/login
contracts:new-agreement               login/login  200/302      200/302      200/302      login/login  login/login
contracts:agreement                   login/login  200/405      404/405      404/405      login/login  login/login
contracts:agreement-draft             login/login  200/302      404/404      404/404      login/login  login/login
contracts:agreement-pdf               login/login  200/405      404/405      404/405      login/login  login/login
contracts:agreement-send              login/login  200/302      404/404      404/404      login/login  login/login
contracts:agreement-renew             login/login  405/302      405/404      405/404      login/login  login/login
contracts:frameworks                  login/login  200/405      200/405      200/405      login/login  login/login
contracts:new-framework               login/login  200/302      200/422      200/422      login/login  login/login
contracts:framework                   login/login  200/405      404/405      404/405      login/login  login/login
contracts:framework-draft             login/login  200/302      404/404      404/404      login/login  login/login
contracts:framework-pdf               login/login  200/405      404/405      404/405      login/login  login/login
contracts:framework-send              login/login  200/302      404/404      404/404      login/login  login/login
contracts:framework-renew             login/login  405/302      405/404      405/404      login/login  login/login

# A contract in force: changed, renewed, suspended, ended
contracts:end                         login/login  200/302      404/404      404/404      login/login  login/login
contracts:withdrawn                   login/login  200/302      404/404      404/404      login/login  login/login
contracts:settle                      login/login  200/302      404/404      404/404      login/login  login/login
contracts:suspend                     login/login  200/302      404/404      404/404      login/login  login/login
contracts:resume                      login/login  405/302      405/404      405/404      login/login  login/login
contracts:amend                       login/login  405/302      405/404      405/404      login/login  login/login
contracts:renew                       login/login  405/302      405/404      405/404      login/login  login/login
contracts:dependence                  login/login  200/302      404/404      404/404      login/login  login/login
contracts:send-page                   login/login  405/302      405/404      405/404      login/login  login/login

# What a guest keeps after signing
kept:page                             door/405     door/405     door/405     door/405     200/405      door/405
kept:document                         door/405     door/405     door/405     door/405     200/405      door/405
kept:choices                          door/door    door/door    door/door    door/door    200/302      door/door
kept:withdraw                         door/door    door/door    door/door    door/door    200/302      door/door
kept:end                              door/door    door/door    door/door    door/door    200/302      door/door

# Around drafting: the same again, thrown away, the first meeting
contracts:repeat                      login/login  200/302      404/404      404/404      login/login  login/login
contracts:throw-away                  login/login  405/302      405/404      405/404      login/login  login/login
contracts:bring-back                  login/login  405/302      405/404      405/404      login/login  login/login
contracts:meeting-sheet               login/login  200/405      404/405      404/405      login/login  login/login
contracts:explained                   login/login  405/302      405/404      405/404      login/login  login/login

# Insurance, memberships, qualifications: the coach's own
cpd:standing                          login/login  200/405      200/405      200/405      login/login  login/login
cpd:add                               login/login  200/302      200/302      200/302      login/login  login/login
cpd:change                            login/login  200/302      404/404      404/404      login/login  login/login
cpd:renew                             login/login  200/302      404/404      404/404      login/login  login/login
cpd:remove                            login/login  200/302      404/404      404/404      login/login  login/login
cpd:proof                             login/login  200/405      404/405      404/405      login/login  login/login

# Envelopes: what the coach does with them
envelopes:correct                     login/login  200/302      404/404      404/404      login/login  login/login
envelopes:countersign                 login/login  200/302      404/404      404/404      login/login  login/login
envelopes:envelope-document           login/login  200/405      404/405      404/405      login/login  login/login
envelopes:invite-again                login/login  405/302      405/404      405/404      login/login  login/login  405/302
envelopes:party-document              login/login  200/405      404/405      404/405      login/login  login/login
envelopes:question                    login/login  200/302      404/404      404/404      login/login  login/login
envelopes:question-aloud              login/login  405/302      405/404      405/404      login/login  login/login
envelopes:recall                      login/login  405/302      405/404      405/404      login/login  login/login
envelopes:seal-again                  login/login  405/302      405/404      405/404      login/login  login/login
envelopes:send-now                    login/login  405/302      405/404      405/404      login/login  login/login
envelopes:take-back                   login/login  405/302      405/404      405/404      login/login  login/login
envelopes:talked-over                 login/login  405/302      405/404      405/404      login/login  login/login

# The code: what the coach signed
ethics:register                       login/login  200/405      200/405      200/405      login/login  login/login
ethics:mine                           login/login  200/405      200/405      200/405      login/login  login/login
ethics:adopt                          login/login  200/302      200/302      200/302      login/login  login/login
ethics:elsewhere                      login/login  200/200      200/302      200/302      login/login  login/login
ethics:signed-file                    login/login  200/405      404/405      404/405      login/login  login/login
ethics:scan                           login/login  200/405      404/405      404/405      login/login  login/login

# Signing: what a guest's link opens
signing:read                          door/405     door/405     door/405     door/405     200/405      200/405
signing:card                          door/door    door/door    door/door    door/door    302/302      302/302
signing:code                          door/door    door/door    door/door    door/door    302/302      302/302
signing:pass-on                       door/door    door/door    door/door    door/door    302/302      302/302
signing:close-question                405/door     405/door     405/door     405/door     405/302      405/404
signing:choose                        door/door    door/door    door/door    door/door    200/302      302/302
signing:review                        door/door    door/door    door/door    door/door    200/302      302/409
signing:decline                       door/door    door/door    door/door    door/door    200/200      200/200
signing:done                          door/405     door/405     door/405     door/405     200/405      302/405
signing:document                      door/405     door/405     door/405     door/405     200/405      200/405
"""

# Of installed packages, reachable under the names they have there.
INSTALLED = {
    "account_change_password",
    "account_inactive",
    "account_reauthenticate",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_activate_totp",
    "mfa_authenticate",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
    "mfa_index",
    "mfa_reauthenticate",
}

_ROLES = ("anonymous", "alice", "bob", "charlie", "guest", "other guest")


def rows() -> dict[str, dict[str, tuple[str, str]]]:
    """The table by URL and role: the answers to GET and to POST."""
    found = {}
    for line in TABLE.splitlines():
        if not line.strip() or line.startswith(("#", " ")):
            continue
        words = line.split()
        answers = [tuple(word.split("/")) for word in words if "/" in word]
        name = " ".join(word for word in words if "/" not in word)
        found[name] = dict(zip((*_ROLES, "assistant")[: len(answers)], answers, strict=True))
    return found


ROWS = rows()
