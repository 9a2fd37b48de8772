"""Agreements of confidentiality and framework contracts: drafted, sent, concluded, renewed."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from clients import actions as clients
from coachpractice import clock
from coachpractice.audit.models import Entry
from coachpractice.registry.errors import Refused
from coachpractice.signing.actions import concluding, sending
from coachpractice.signing.models import Envelope
from coachpractice.signing.proof import Visit
from coachpractice.vault.keyring.models import Key
from contracts import actions as contracts
from contracts.accords import actions
from contracts.accords.values import values_of
from contracts.models import AccordState, ConfidentialityAgreement, FrameworkContract
from contracts.values import Values
from tests.clients.factories import ClientFactory, ContactFactory
from tests.contracts.accords import (
    MAKE,
    agreement_of,
    concluded,
    framework_of,
    fresh,
    sent,
    signed,
    sponsor_of,
)
from tests.contracts.factories import draft_of

DAY = timedelta(days=1)
BEGINS, ENDS = date(2026, 3, 1), date(2027, 2, 28)

both = pytest.mark.parametrize("make", MAKE.values(), ids=MAKE)


def in_force(make, coach):
    """Signed on the first of March, for a year."""
    return concluded(make(coach, start_day=BEGINS, end_day=ENDS), on=BEGINS)


def state_on(accord, day):
    with clock.at(day):
        return fresh(accord).state


# Beginning


def test_each_kind_has_its_own_numbers_by_practice_and_year(coach, bob, charlie):
    with clock.at(date(2026, 12, 31)):
        numbers = [agreement_of(coach).number, framework_of(coach).number]
        numbers += [agreement_of(bob).number, agreement_of(charlie).number]
    with clock.at(date(2027, 1, 1)):
        numbers.append(agreement_of(bob, capacity="co-coach").number)
    assert numbers == ["A-2026-001", "F-2026-001", "A-2026-002", "A-2026-001", "A-2027-001"]


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (date(2026, 11, 23), date(2027, 11, 22)),
        (date(2027, 1, 1), date(2027, 12, 31)),
        (date(2028, 2, 29), date(2029, 2, 28)),
        (date(2027, 3, 1), date(2028, 2, 29)),
    ],
)
def test_it_begins_today_and_lasts_a_year(coach, today, last):
    with clock.at(today):
        accord = agreement_of(coach)
    assert (accord.start_day, accord.end_day) == (today, last)


def test_a_draft_that_waits_for_nobody_yet_is_opened_again(coach):
    first = actions.draft_agreement(by=coach, capacity="interpreter")
    again = actions.draft_agreement(by=coach, capacity="interpreter")
    other = actions.draft_agreement(by=coach, capacity="co-coach")
    actions.save(first, by=coach, name="Ismaël Sureau")
    third = actions.draft_agreement(by=coach, capacity="interpreter")
    assert again == first
    assert other != first
    assert third != first


def test_a_contact_of_a_sponsor_comes_with_what_is_known(coach):
    sponsor = sponsor_of(coach, name="Verrerie de Clairnuit", address="12, rue du Four")
    contact = sponsor.contacts.get()
    made = actions.draft_agreement(by=coach, capacity="hr-contact", contact=contact)
    assert (made.name, made.email, made.organisation, made.address) == (
        contact.name, contact.email, "Verrerie de Clairnuit", "12, rue du Four",
    )  # fmt: skip
    assert actions.draft_agreement(by=coach, capacity="hr-contact", contact=contact) == made


def test_a_sponsor_has_one_draft_of_a_framework_contract_at_a_time(coach):
    sponsor = sponsor_of(coach)
    first = actions.draft_framework(sponsor, by=coach)
    assert actions.draft_framework(sponsor, by=coach) == first
    assert first.contact == sponsor.contacts.get()
    assert actions.draft_framework(sponsor_of(coach), by=coach) != first


def test_an_agreement_has_a_file_of_its_own_but_with_a_client_it_is_in_theirs(coach):
    client = ClientFactory(by=coach)
    alone = agreement_of(coach, client=client)
    with_client = agreement_of(coach, capacity="client", client=client)
    assert (alone.vault_subject, with_client.vault_subject) == (alone.pk, client.pk)
    assert Key.objects.filter(subject=alone.pk).count() == 3
    assert Key.objects.filter(subject=with_client.pk).count() == 0


def test_with_a_client_it_says_which(coach):
    with pytest.raises(Refused) as refused:
        actions.draft_agreement(by=coach, capacity="client")
    assert list(refused.value.fields) == ["client"]
    with pytest.raises(IntegrityError), transaction.atomic():
        ConfidentialityAgreement.objects.filter(pk=agreement_of(coach).pk).update(capacity="client")


# Drafting


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"start_day": date(2027, 2, 2), "end_day": date(2027, 2, 1)}, "end_day"),
        ({"end_day": date(2020, 1, 1)}, "end_day"),
        ({"name": "x" * 201}, "name"),
        ({"purpose": "x" * 1001}, "purpose"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(coach, facts, field):
    with pytest.raises(Refused) as refused:
        agreement_of(coach, **facts)
    assert list(refused.value.fields) == [field]


def test_who_signs_is_of_this_sponsor_and_signs(coach):
    accord = framework_of(coach)
    stranger = sponsor_of(coach).contacts.get()
    payer = ContactFactory(sponsor=accord.sponsor, signs=False, pays=True)
    for contact in (stranger, payer):
        with pytest.raises(Refused) as refused:
            actions.save(accord, by=coach, contact=contact)
        assert list(refused.value.fields) == ["contact"]


def test_an_agreement_with_a_client_stays_with_that_client(coach):
    accord = agreement_of(coach, capacity="client", client=ClientFactory(by=coach))
    with pytest.raises(Refused):
        actions.save(accord, by=coach, client=ClientFactory(by=coach))


@both
def test_the_journal_names_the_fields_and_none_of_their_words(coach, make):
    accord = make(coach)
    actions.save(accord, by=coach, notice_days=21)
    last = Entry.objects.filter(object=accord.pk).order_by("-at").first()
    assert last.event.endswith("-changed")
    assert last.details == {"notice_days": True}


# What is missing


def test_an_empty_agreement_says_what_is_missing_and_where(coach):
    accord = actions.draft_agreement(by=coach, capacity="hr-contact")
    fields = [gap.url.partition("#id_")[2] for gap in values_of(fresh(accord)).gaps]
    assert fields == ["name", "purpose", "organisation", "email"]


def test_an_empty_framework_contract_says_what_is_missing_and_where(coach):
    accord = framework_of(coach, fee_cents=None, contact=None, end_day=None)
    fields = [gap.url.partition("#id_")[2] for gap in values_of(accord).gaps]
    assert fields == ["contact", "fee_cents", "end_day"]


def test_an_agreement_may_be_without_an_end(coach):
    accord = agreement_of(coach, end_day=None)
    assert values_of(accord).gaps == []
    assert concluded(accord).state == AccordState.IN_FORCE


def test_who_left_the_sponsor_no_longer_signs_for_it(coach):
    accord = framework_of(coach)
    accord.contact.left_at, accord.contact.left_by = clock.now(), coach
    accord.contact.save()
    assert [gap.url[-7:] for gap in values_of(fresh(accord)).gaps] == ["contact"]


@both
def test_what_is_over_is_not_sent(coach, make):
    accord = make(coach)
    with clock.at(accord.end_day):
        assert values_of(accord).gaps == []
    with clock.at(accord.end_day + DAY):
        assert [gap.url[-7:] for gap in values_of(accord).gaps] == ["end_day"]


@both
def test_nothing_is_sent_while_the_code_is_not_signed(bob, edition, make):
    with pytest.raises(Refused):
        actions.send(make(bob), by=bob)
    assert Envelope.objects.count() == 0


# Sending and concluding


@pytest.mark.parametrize(
    ("capacity", "role"),
    [
        ("hr-contact", "counterpart"),
        ("co-coach", "counterpart"),
        ("interpreter", "counterpart"),
        ("organisation", "counterpart"),
    ],
)
def test_the_other_side_signs_by_link_then_the_coach(coach, capacity, role):
    accord = sent(agreement_of(coach, capacity=capacity, organisation="Verrerie"))
    parties = [(p.role, p.position, p.name) for p in accord.envelope.parties.all()]
    assert parties == [(role, 1, "Ismaël Sureau"), ("coach", 2, "Alice Églantine")]
    assert (accord.state, accord.envelope.subject) == (AccordState.SENT, accord.pk)


def test_a_client_signs_their_own_as_a_client(coach):
    client = ClientFactory(by=coach)
    accord = sent(agreement_of(coach, capacity="client", client=client))
    party = accord.envelope.parties.get(role="client")
    assert (party.name, party.email, party.person) == (client.name, client.email, client.pk)
    assert accord.envelope.subject == client.pk


def test_the_contact_signs_for_the_sponsor(coach):
    accord = sent(framework_of(coach))
    party = accord.envelope.parties.get(role="sponsor")
    assert (party.person, party.name) == (accord.contact_id, accord.contact.name)
    assert accord.envelope.subject == accord.sponsor_id


@both
def test_sent_twice_there_is_one_envelope_and_nothing_changes_any_more(coach, make):
    accord = make(coach)
    assert actions.send(accord, by=coach) == actions.send(accord, by=coach)
    with pytest.raises(Refused):
        actions.save(accord, by=coach, notice_days=3)


@both
def test_it_is_concluded_with_the_last_signature(coach, make):
    accord = signed(make(coach))
    assert (accord.state, accord.concluded_at) == (AccordState.TO_COUNTERSIGN, None)
    other = concluded(MAKE[{"A": "framework", "F": "agreement"}[accord.LETTER]](coach))
    assert (other.state, other.concluded_at) == (AccordState.IN_FORCE, other.envelope.signed_at)


@both
def test_taken_back_or_declined_it_may_be_changed_and_sent_again(coach, make):
    accord = sent(make(coach))
    sending.void(accord.envelope, by=coach)
    assert fresh(accord).state == AccordState.DRAFT
    actions.save(accord, by=coach, notice_days=3)
    accord = sent(accord)
    party = accord.envelope.parties.get(member=None)
    concluding.decline(party, reason="Trop long", visit=Visit())
    assert fresh(accord).state == AccordState.DECLINED
    actions.save(accord, by=coach, notice_days=5)
    assert sent(accord).state == AccordState.SENT


@both
def test_the_time_to_sign_passes(coach, make):
    accord = sent(make(coach))
    until = accord.envelope.expires_at
    with clock.at(until - timedelta(seconds=1)):
        assert fresh(accord).state == AccordState.SENT
    with clock.at(until):
        assert fresh(accord).state == AccordState.EXPIRED


# Where it stands


@both
def test_it_holds_from_its_first_day_to_its_last(coach, make):
    accord = concluded(make(coach, start_day=BEGINS, end_day=ENDS), on=BEGINS - DAY)
    days = (BEGINS - DAY, BEGINS, ENDS, ENDS + DAY)
    assert [state_on(accord, day) for day in days] == [
        AccordState.TO_COME, AccordState.IN_FORCE, AccordState.IN_FORCE, AccordState.ENDED,
    ]  # fmt: skip
    rows, zone = type(accord).objects.of_coach(coach), coach.practice.timezone
    assert [rows.in_force(day, zone).count() for day in days] == [0, 1, 1, 0]


def test_what_is_signed_late_holds_from_its_signature(coach):
    accord = concluded(agreement_of(coach, start_day=BEGINS), on=BEGINS + 9 * DAY)
    rows, zone = ConfidentialityAgreement.objects.of_coach(coach), coach.practice.timezone
    found = [rows.in_force(BEGINS + n * DAY, zone).count() for n in (0, 8, 9)]
    assert (found, accord.state) == ([0, 0, 1], AccordState.IN_FORCE)


# Renewing


@both
@pytest.mark.parametrize(("before", "may"), [(61, False), (60, True), (0, True), (-1, True)])
def test_it_is_renewed_from_sixty_days_before_its_end(coach, make, before, may):
    accord = in_force(make, coach)
    with clock.at(ENDS - before * DAY):
        assert accord.may_be_renewed(clock.today(coach.practice.timezone)) is may
        if may:
            assert actions.renew(accord, by=coach).follows == accord
        else:
            with pytest.raises(Refused, match="2026"):
                actions.renew(accord, by=coach)


@both
def test_a_renewal_follows_the_running_one_day_by_day(coach, make):
    accord = in_force(make, coach)
    with clock.at(ENDS - 30 * DAY):
        made = fresh(actions.renew(accord, by=coach))
    assert (made.start_day, made.end_day) == (date(2027, 3, 1), date(2028, 2, 29))
    same = [name for name in actions.FACTS[type(accord)] if not name.endswith("_day")]
    assert [getattr(made, name) for name in same] == [getattr(accord, name) for name in same]
    assert (made.state, made.vault_subject == accord.vault_subject) == (
        AccordState.DRAFT, make is framework_of,
    )  # fmt: skip
    assert state_on(accord, ENDS) == AccordState.IN_FORCE


@both
def test_a_renewal_of_a_lapsed_one_begins_today(coach, make):
    accord = in_force(make, coach)
    with clock.at(ENDS + 40 * DAY):
        made = actions.renew(accord, by=coach)
    assert made.start_day == ENDS + 40 * DAY


def test_half_a_year_is_renewed_by_half_a_year(coach):
    accord = agreement_of(coach, start_day=BEGINS, end_day=BEGINS + 183 * DAY)
    accord = concluded(accord, on=BEGINS)
    with clock.at(accord.end_day):
        made = actions.renew(accord, by=coach)
    assert made.end_day - made.start_day == 183 * DAY


@both
def test_renewed_twice_there_is_one_draft_and_once_sent_it_is_refused(coach, make):
    accord = in_force(make, coach)
    with clock.at(ENDS - 30 * DAY):
        made = actions.renew(accord, by=coach)
        assert actions.renew(accord, by=coach) == made
        sent(fresh(made))
        with pytest.raises(Refused, match=made.number):
            actions.renew(accord, by=coach)


@both
def test_what_was_never_concluded_is_not_renewed(coach, make):
    accord = sent(make(coach, start_day=BEGINS, end_day=ENDS))
    with clock.at(ENDS), pytest.raises(Refused):
        actions.renew(accord, by=coach)


def test_what_has_no_end_is_not_renewed(coach):
    accord = concluded(agreement_of(coach, end_day=None))
    with pytest.raises(Refused):
        actions.renew(accord, by=coach)


def test_an_accord_is_followed_by_one(coach):
    accord = in_force(framework_of, coach)
    with clock.at(ENDS):
        actions.renew(accord, by=coach)
    other = framework_of(coach)
    with pytest.raises(IntegrityError), transaction.atomic():
        FrameworkContract.objects.filter(pk=other.pk).update(follows=accord)


# Above the contracts of single people


def test_a_contract_for_somebody_of_the_sponsor_comes_under_what_is_in_force(coach):
    with clock.at(BEGINS):
        framework = in_force(framework_of, coach)
        client = ClientFactory(by=coach)
        clients.set_sponsor(client, by=coach, sponsor=framework.sponsor)
        client.refresh_from_db()
        contract = contracts.draft(client, by=coach)
        said = Values(contract).all
    assert (contract.framework, contract.fee_per_session_cents) == (framework, 24_000)
    assert (said["framework_number"], said["framework_day"]) == (
        "F-2026-001",
        "1er\xa0mars\xa02026",
    )


def test_what_was_agreed_for_one_person_in_all_is_their_total(coach):
    with clock.at(BEGINS):
        framework = concluded(
            framework_of(coach, fee_per="coachee", fee_cents=180_000, payment_terms="à 45 jours")
        )
        client = ClientFactory(by=coach)
        clients.set_sponsor(client, by=coach, sponsor=framework.sponsor)
        client.refresh_from_db()
        contract = contracts.draft(client, by=coach)
    assert (contract.fee_per_session_cents, contract.fee_total_cents) == (None, 180_000)
    assert contract.payment_terms == "à 45 jours"


def test_the_first_day_of_a_contract_says_what_it_comes_under(coach):
    framework = in_force(framework_of, coach)
    with clock.at(BEGINS):
        client = ClientFactory(by=coach)
        clients.set_sponsor(client, by=coach, sponsor=framework.sponsor)
        client.refresh_from_db()
        contract = contracts.draft(client, by=coach)
        found = []
        for day in (BEGINS - DAY, BEGINS, ENDS, ENDS + DAY):
            facts = {"start_day": day, "end_day": day + 99 * DAY}
            found.append(contracts.save(contract, by=coach, **facts).framework)
        alone = contracts.save(contract, by=coach, start_day=BEGINS, sponsor=None)
    assert found == [None, framework, framework, None]
    assert alone.framework is None


def test_a_framework_is_of_a_sponsor(coach):
    contract = draft_of(coach)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(contract).objects.filter(pk=contract.pk).update(framework=framework_of(coach))
