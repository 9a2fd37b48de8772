"""The shipped contract wordings: complete, the same in both languages, well set, safely filled."""

import json
import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from coachpractice import ethics
from coachpractice.signing.texts import text_for
from contracts import wording
from contracts.pieces import MARK, Placeholder
from contracts.wording import CASES, SHIPPED, WordingError, load, parse

LANGUAGES = ("fr", "en")
UNREAD = {
    "key", "kind", "number", "source", "guard", "readers", "clauses", "card", "right", "flags",
}  # fmt: skip
NBSP = "\u00a0"
WORDS_AT_MOST = 1500  # about four minutes on a phone, six pages on paper
WORDS_OF_OTHERS = 2050  # with an organisation or a representative there is more to settle
WORDS_OF_A_CHILD = 450

# What a contract must say, whoever signs it, and where ours says it.
CLAUSES = {
    "parties, roles, who pays, who benefits": ["parties"],
    "what coaching is and is not": ["coaching"],
    "code annexed, edition, commitment; accreditations and body": ["code"],
    "objectives, indicators, expectations, no hidden agenda": ["objectives"],
    "methods, tests, tools and their authors": ["methods"],
    "sessions: number, length, rhythm, place, contact between them": ["sessions"],
    "fees, invoicing, cancellation, lateness, no-show": ["fees", "absences"],
    "confidentiality, for all sides": ["secrecy"],
    "exceptions, one by one": ["limits"],
    "supervision disclosed, anonymous, itself confidential": ["supervision"],
    "consent to the accreditation log, assessor's contact, withdrawal": ["accreditation"],
    "notes, work e-mail, recordings, AI tools": ["notes", "recordings"],
    "data protection notice": ["data"],
    "conflicts of interest, other clients of the same company": ["relationship"],
    "boundaries and gifts": ["relationship"],
    "right to end at any time, notice, unused fees": ["stopping"],
    "referral to another professional": ["referral"],
    "incapacity, successor, consent to transfer": ["continuity"],
    "insurance": ["insurance"],
    "complaints: coach, body, courts": ["complaints"],
    "means, not results; liability; law; amendments; signatures": ["coaching", "law"],
}
# What it must say besides where a consumer pays, an organisation pays, somebody signs for the
# client, a team is coached.
CONSUMER = {"consumer mediator; 14-day withdrawal": ["withdrawal"]}
WITH_SPONSOR = {
    "meetings of three: when, who attends": ["meetings"],
    "reporting matrix; content only by or with the client": ["reporting"],
}
ARRANGED = {"what guardians, or others, are told": ["told"]}
OF_A_CHILD = {"the child's own assent": ["child-work", "child-secrecy", "child-ending"]}
OF_A_TEAM = {"confidentiality of the team": ["team"]}
BY_KIND = {
    "adult": CLAUSES | CONSUMER,
    "vulnerable": CLAUSES | CONSUMER | ARRANGED,
    "sponsored": CLAUSES | WITH_SPONSOR,
    "minor": CLAUSES | CONSUMER | ARRANGED | OF_A_CHILD,
    "sponsored minor": CLAUSES | WITH_SPONSOR | ARRANGED | OF_A_CHILD,
    "guardianship": CLAUSES | CONSUMER | ARRANGED,
    "mandate": CLAUSES | CONSUMER | ARRANGED,
    "curatorship": CLAUSES | CONSUMER | ARRANGED,
    "team": CLAUSES | WITH_SPONSOR | OF_A_TEAM,
}
REQUIRED = [
    "coach_name",
    "coach_address",
    "coach_registration",
    "coach_email",
    "code_edition",
    "code_adopted_day",
    "methods",
    "supervisor_frequency",
    "mediator_name",
    "mediator_url",
    "vat_sentence",
    "client_name",
    "sessions_count",
    "session_minutes",
    "place",
    "start_day",
    "end_day",
    "fee_total",
]


@pytest.fixture(params=LANGUAGES)
def template(request):
    return load("coaching", request.param)


@pytest.fixture
def french():
    return load("coaching", "fr")


APART = {"sponsor_expectations", "arrangement", "coach_country", "client_country"}


def examples(template, *, only_required=False):
    """The values of an adult who pays for themself."""
    shown = [p for p in template.placeholders if p.required or not only_required]
    alone = [p for p in shown if p.source != "parties" and p.key not in APART]
    return {p.key: p.example for p in alone} | {"pays_self": "1"}


def values_of(template, case):
    """The values of a contract of this kind, with every block it may have."""
    holds = CASES[case][0].split()
    given = {p.key: p.example for p in template.placeholders}
    if "sponsor_name" not in holds:
        given = {key: value for key, value in given.items() if not key.startswith("sponsor_")}
    if "is_accompanied" not in holds:
        del given["guardian_names"]
    told = ["has_arrangement"] if "arrangement" in holds else []
    more = ["meeting_start", "attendance_coach", "progress_client", *told]
    return given | dict.fromkeys([*holds, *more], "1") | _texts_of(template, holds)


def _texts_of(template, holds):
    """A flag of CASES that is a placeholder too says what its example says."""
    return {p.key: p.example for p in template.placeholders if p.key in holds}


def filled_as(template, case):
    return template.fill(values_of(template, case), readers=CASES[case][1])


def read_by(template, case, role):
    return text_for(filled_as(template, case).as_snapshot(), role)


def words_in(piece):
    """Every text of a snapshot that is read."""
    if isinstance(piece, str):
        yield piece
    elif isinstance(piece, dict):
        unread = ("key", "type", "number", "card", "clauses")
        for key, each in piece.items():
            if key not in unread:
                yield from words_in(each)
    elif isinstance(piece, list):
        for each in piece:
            yield from words_in(each)


READINGS = [(case, role) for case, (_, readers) in CASES.items() for role in readers.values()]


def texts(piece):
    """Every string of a piece, as a reader or a coach may see it."""
    if isinstance(piece, str):
        yield piece
    elif isinstance(piece, tuple):
        for part in piece:
            yield from texts(part)
    elif is_dataclass(piece):
        for field in fields(piece):
            if field.name not in UNREAD:
                yield from texts(getattr(piece, field.name))


def whole_text(template, values):
    return "\n".join(texts(template.fill(values)))


def section(filled, key):
    return next(section for section in filled.sections if section.key == key)


def paragraphs(section):
    return [block.text for block in section.blocks if block.kind == "p"]


def skeleton(piece):
    """What must be the same in both languages: keys, order, conditions, answers, values used."""
    if isinstance(piece, str):
        return sorted(mark[1] for mark in MARK.finditer(piece))
    if isinstance(piece, tuple):
        return [skeleton(part) for part in piece]
    if isinstance(piece, Placeholder):
        return (piece.key, piece.required, piece.source, bool(piece.default))
    if is_dataclass(piece):
        same = {
            "key", "kind", "card", "clauses", "guard", "readers", "right", "told", "version",
            "template", "numbered", "flags",
        }  # fmt: skip
        return {
            f.name: getattr(piece, f.name) if f.name in same else skeleton(getattr(piece, f.name))
            for f in fields(piece)
        }
    return piece


# What it says


@pytest.mark.parametrize("case", BY_KIND)
def test_every_clause_a_contract_of_this_kind_needs_has_its_section(template, case):
    keys = {section.key for section in filled_as(template, case).sections}
    assert {key for sections in BY_KIND[case].values() for key in sections} == keys


def test_every_kind_of_contract_is_held():
    assert set(BY_KIND) == set(CASES)


def test_the_sections_name_clauses_that_the_code_has(template):
    editions = Path(ethics.__file__).parent / "editions"
    known = set()
    for path in editions.glob("*.yaml"):
        known |= set(re.findall(r"\bkey: ([a-z-]+)", path.read_text(encoding="utf-8")))
    named = {clause for section in template.sections for clause in section.clauses}
    assert named - known == set()
    assert [section.key for section in template.sections if not section.clauses] == []


def test_the_exceptions_to_confidentiality_are_told_or_agreed(template):
    own = {limit["key"]: limit["told"] for limit in read_by(template, "adult", "client")["limits"]}
    assert own == {
        "legal-duty": True,
        "court-order": True,
        "danger-to-self": False,
        "danger-to-others": False,
        "serious-illegal-act": False,
        "answering-a-complaint": False,
    }
    parents = read_by(template, "minor", "guardian")["limits"]
    assert [each["key"] for each in parents] == [*own, "minor-in-danger"]


@pytest.mark.parametrize(("case", "role"), READINGS)
def test_each_card_holds_sections_and_they_follow_one_another(template, case, role):
    text = read_by(template, case, role)
    cards = [section["card"] for section in text["sections"]]
    assert list(dict.fromkeys(cards)) == ["work", "confidentiality", "ending"]
    assert cards == sorted(cards, key=["work", "confidentiality", "ending"].index)
    assert [card["key"] for card in text["cards"]] == ["work", "confidentiality", "ending"]
    assert len(text["summary"]) == 6


def test_the_wording_can_be_read_in_four_minutes(template):
    filled = template.fill(examples(template, only_required=True))
    read = " ".join([*texts(filled.sections), *texts(filled.limits)])
    assert len(re.findall(r"\S*\w\S*", read)) <= WORDS_AT_MOST


@pytest.mark.parametrize(("case", "role"), READINGS)
def test_nobody_is_given_more_to_read_than_they_can(template, case, role):
    text = read_by(template, case, role)
    read = " ".join(words_in([text["sections"], text["limits"]]))
    most = WORDS_OF_A_CHILD if (role, "minor" in case) == ("client", True) else WORDS_OF_OTHERS
    assert len(re.findall(r"\S*\w\S*", read)) <= most


# What is read by whom


PRICE = {"fr": ("120,00", "960,00", "TVA", "480"), "en": ("120.00", "960.00", "VAT", "480")}


@pytest.mark.parametrize(("case", "role"), READINGS)
def test_no_price_stands_in_the_text_of_a_child_or_of_a_member(template, case, role):
    read = json.dumps(read_by(template, case, role), ensure_ascii=False)
    shown = {price for price in PRICE[template.language] if price in read}
    spared = role == "member" or (role == "client" and "minor" in case)
    assert shown == (set() if spared else set(PRICE[template.language]))


@pytest.mark.parametrize(
    ("case", "role", "key", "reads"),
    [
        ("minor", "client", "child-secrecy", True),
        ("minor", "guardian", "child-secrecy", False),
        ("minor", "client", "told", False),
        ("minor", "guardian", "told", True),
        ("sponsored minor", "sponsor", "told", False),
        ("sponsored minor", "sponsor", "child-secrecy", False),
        ("sponsored", "sponsor", "reporting", True),
        ("sponsored", "sponsor", "accreditation", False),
        ("team", "member", "team", True),
        ("team", "member", "fees", False),
        ("team", "sponsor", "fees", True),
    ],
)
def test_each_reads_what_is_theirs(template, case, role, key, reads):
    sections = [section["key"] for section in read_by(template, case, role)["sections"]]
    assert (key in sections) == reads


def test_a_child_reads_what_the_adults_are_told_and_signs_in_words_of_their_own(french):
    text = read_by(french, "minor", "client")
    read = json.dumps(text, ensure_ascii=False)
    arrangement = next(p.example for p in french.placeholders if p.key == "arrangement")
    assert arrangement in read
    assert re.findall(r"\b(?:votre|\w+ez-vous|pouvez|acceptez)\b", read) == []
    assert text["statement"].startswith("J’ai lu ce texte, on me l’a expliqué")


def test_the_numbers_of_a_text_do_not_tell_that_something_is_kept_from_its_reader(template):
    """But for what is openly for others: the price, the accreditation log."""
    text = read_by(template, "sponsored", "sponsor")
    numbers = [int(section["number"]) for section in text["sections"]]
    keys = [section.key for section in filled_as(template, "sponsored").sections]
    absent = set(range(1, len(keys) + 1)) - set(numbers)
    assert [keys[number - 1] for number in absent] == ["accreditation"]
    blocks = [block for section in text["sections"] for block in section["blocks"]]
    counted = [block["number"] for block in blocks if block["type"] == "p" and block["number"]]
    for section in text["sections"]:
        own = [n.split(".")[1] for n in counted if n.split(".")[0] == section["number"]]
        assert own == [str(n) for n in range(1, len(own) + 1)]


@pytest.mark.parametrize(
    ("case", "role", "asked"),
    [
        ("adult", "client", 3),
        ("sponsored", "client", 3),
        ("sponsored", "sponsor", 0),
        ("minor", "client", 1),
        ("minor", "guardian", 3),
        ("guardianship", "guardian", 3),
        ("curatorship", "client", 3),
        ("curatorship", "guardian", 0),
        ("team", "member", 3),
        ("team", "sponsor", 0),
    ],
)
def test_consents_are_asked_of_whose_they_are(template, case, role, asked):
    assert len(read_by(template, case, role)["consents"]) == asked


@pytest.mark.parametrize("who", ["nobody", "client", "meeting", "coach"])
def test_what_the_sponsor_is_told_stands_in_one_row_each(template, who):
    values = values_of(template, "sponsored")
    values = {k: v for k, v in values.items() if not k.startswith(("attendance_", "progress_"))}
    values |= {f"attendance_{who}": "1", f"progress_{who}": "1"}
    rows = section(template.fill(values, readers=CASES["sponsored"][1]), "reporting").blocks[0]
    assert len(rows.entries) == 3


def test_an_arrangement_with_an_adult_is_never_told_to_the_sponsor(template):
    values = values_of(template, "sponsored") | dict.fromkeys(
        ["is_vulnerable", "has_arrangement"], "1"
    )
    values["arrangement"] = "un mot convenu"
    snapshot = template.fill(values, readers=CASES["sponsored"][1]).as_snapshot()
    shown = {
        role: "un mot convenu" in str(text_for(snapshot, role)) for role in CASES["sponsored"][1]
    }
    assert shown == {"client": True, "sponsor": False}
    for each in snapshot["sections"]:
        assert each["number"] or each["key"] == "told"


def test_both_languages_say_the_same_things_in_the_same_order(french):
    english = skeleton(load("coaching", "en"))
    assert english | {"language": []} == skeleton(french) | {"language": []}


def test_a_first_contract_asks_for_few_things(template):
    assert [key for key, _ in template.fill({"pays_self": "1"}).missing] == REQUIRED


# How it is set


def test_french_is_set_with_no_break_spaces_and_curved_apostrophes(french):
    wrong = re.compile(
        rf"'|\"|[^{NBSP}][:;!?»%€]|«[^{NBSP}]|n°[^{NBSP}]|\.\.\.|·|\(e\)|!"
        r"|\d (?:h|min|jours?|ans?|mois|heures?|€|%|janvier|juin|décembre)\b"
    )
    assert [text for text in texts(french) if wrong.search(text)] == []


def test_no_french_word_that_would_elide_stands_before_a_name(french):
    safe = {  # figures do not elide
        "session_minutes",
        "code_adopted_day",
        "framework_day",
        "notice_days",
    }
    before = re.compile(r"\b(?:de|que|ne|le|la|se|jusque|lorsque|si) \{(\w+)", re.IGNORECASE)
    assert {key for text in texts(french) for key in before.findall(text)} <= safe


def test_french_gives_the_coach_and_the_client_no_gender(french):
    gendered = re.compile(r"\b(?:il|elle|la coach|le coach|le client|la cliente)\b", re.IGNORECASE)
    things = re.compile(
        "elle est due|S’il ne peut être réglé|Il ne remplace|il est détruit"
        "|ce qu’il faut|quoi qu’il arrive|est-il répondu|peut-il se passer|se passe-t-il|Il y a"
        "|Il est fait pour|il n’a lieu|elle la paie|ou avec elle"
    )
    found = [text for text in texts(french) if gendered.search(things.sub("", text))]
    assert found == []


def test_english_is_set_with_curved_marks():
    assert [text for text in texts(load("coaching", "en")) if re.search("['\"]", text)] == []


# How it is filled


def test_a_filled_text_keeps_no_brace(template):
    for values in ({}, examples(template), examples(template, only_required=True)):
        assert re.findall(r"[{}]", whole_text(template, values)) == []


def test_a_value_is_never_read_as_a_placeholder(template):
    for name in ("{coach_name}", "{{7*7}}", "}{", "{sessions_count|a|b}", r"\g<0>\1"):
        filled = template.fill(examples(template) | {"client_name": name})
        assert name in paragraphs(section(filled, "parties"))[0]
        assert filled.missing == ()


def test_what_is_missing_is_listed_in_order_with_its_label(french):
    values = examples(french) | {"mediator_url": None, "client_name": " "}
    assert french.fill(values).missing == (
        ("mediator_url", "le site de votre médiateur"),
        ("client_name", "le nom de la personne accompagnée"),
    )
    assert [key for key, _ in french.fill({}).missing] == REQUIRED


def test_a_missing_value_shows_its_label_in_the_text(french):
    filled = french.fill(examples(french) | {"place": ""})
    assert filled.summary[1].text == (
        f"8{NBSP}séances de 60{NBSP}min, [le lieu], jusqu’au 30{NBSP}juin 2027"
    )


def test_a_default_stands_in_and_a_value_takes_its_place(template):
    values = examples(template, only_required=True)
    by_default, by_choice = (
        paragraphs(section(template.fill(values | more), "absences"))[0]
        for more in ({}, {"cancellation_hours": "24"})
    )
    assert f"48{NBSP}" in by_default
    assert by_choice == by_default.replace("48", "24")


def test_a_noun_agrees_with_its_number(french):
    lines = [
        french.fill(examples(french) | {"sessions_count": count}).summary[1].text[:9]
        for count in ("1", "2")
    ]
    assert lines == [f"1{NBSP}séance ", f"2{NBSP}séances"]


def test_a_value_that_ends_with_a_stop_gets_no_second_one(template):
    filled = template.fill(examples(template) | {"methods": "x, y, etc."})
    assert paragraphs(section(filled, "methods"))[0].endswith("x, y, etc.")


def test_a_section_without_object_is_gone_and_the_numbers_close_up(template):
    with_it = template.fill(examples(template))
    without = template.fill(examples(template) | {"insurance_insurer": ""})
    assert with_it.sections[9].key == "insurance"
    assert [s.key for s in without.sections] == [
        s.key for s in with_it.sections if s.key != "insurance"
    ]
    assert [s.number for s in without.sections] == [str(n) for n in range(1, 23)]


def test_pieces_without_object_are_gone(template):
    bare = template.fill(examples(template, only_required=True))
    assert len(section(bare, "parties").blocks[1].entries) == 2
    assert len(section(bare, "fees").blocks[0].entries) == 3
    assert len(paragraphs(section(bare, "complaints"))) == 2


def test_a_contract_with_no_deputy_promises_the_name(french):
    named, unnamed = (
        paragraphs(section(french.fill(examples(french) | {"deputy_name": name}), "continuity"))[0]
        for name in ("Édith Romarin", None)
    )
    assert named.startswith("Édith Romarin ")
    assert unnamed.startswith("Votre coach vous donnera par écrit le nom")


def test_paragraphs_are_numbered_where_there_are_several(french):
    filled = french.fill(examples(french))
    numbers = [block.number for block in section(filled, "objectives").blocks]
    assert numbers == ["4.1", "", "4.2", "4.3"]
    assert [block.number for block in section(filled, "referral").blocks] == [""]


def test_the_same_values_give_the_same_text(template):
    assert template.fill(examples(template)) == template.fill(examples(template))


# What is frozen


def test_a_snapshot_is_plain_json(template):
    snapshot = template.fill(examples(template)).as_snapshot()
    assert json.loads(json.dumps(snapshot)) == snapshot
    assert list(snapshot) == [
        "template",
        "version",
        "language",
        "title",
        "subtitle",
        "summary",
        "cards",
        "sections",
        "limits",
        "comprehension",
        "consents",
        "statement",
    ]


def test_a_snapshot_says_each_block_by_its_type(french):
    snapshot = french.fill(examples(french)).as_snapshot()
    fees = next(section for section in snapshot["sections"] if section["key"] == "fees")
    assert fees == {
        "key": "fees",
        "number": "7",
        "title": "Le prix",
        "card": "work",
        "clauses": ["contract-understood"],
        "blocks": [
            {
                "type": "table",
                "caption": "Ce que vous payez",
                "head": ["Point", "Convenu"],
                "rows": [
                    ["Une séance", f"120,00{NBSP}€"],
                    ["Total à payer", f"960,00{NBSP}€"],
                    ["Taxes", "TVA non applicable (franchise en base)"],
                    [
                        "Paiement",
                        f"480{NBSP}€ à la signature, 480{NBSP}€ avant la cinquième séance",
                    ],
                ],
            },
            {
                "type": "p",
                "number": "",
                "text": f"Ce prix comprend tout{NBSP}; "
                "rien d’autre n’est dû sans votre accord écrit. "
                "Chaque paiement donne lieu à une facture.",
            },
        ],
    }
    blocks = [block for section in snapshot["sections"] for block in section["blocks"]]
    assert [b for b in blocks if b["type"] in ("limits", "objectives")] == [
        {"type": "objectives"},
        {"type": "limits"},
    ]


def test_a_snapshot_holds_every_text_of_the_filled_contract(template):
    filled = template.fill(examples(template))
    dumped = json.dumps(filled.as_snapshot(), ensure_ascii=False)
    assert [text for text in texts(filled.sections) if text not in dumped] == []


# What is refused


def test_only_what_is_shipped_can_be_loaded():
    assert wording.shipped() == (("coaching", "en"), ("coaching", "fr"))
    for name, language in [("coaching", "de"), ("../coaching", "fr"), ("", "")]:
        with pytest.raises(WordingError):
            load(name, language)


def test_a_wording_is_read_once(french):
    assert load("coaching", "fr") is french


TAMPERED = {
    "is used and not declared": ("{fee_total} en tout", "{fee_totl} en tout"),
    "is declared and not used": (
        "placeholders:",
        "placeholders:\n- {key: x, label: x, required: false, source: quote, example: x}",
    ),
    "may be absent where nothing guards it": ("when: coach_phone}", "}"),
    "a brace opens or closes nothing": ("pas sur un résultat", "pas sur un {résultat"),
    "the right answer to if-in-danger": ("right: alerts", "right: other"),
    "the consents are": ("key: supervision-case", "key: supervision"),
    "the cards are": ("- key: ending\n  title", "- key: end\n  title"),
    "the sections do not follow the cards": (
        'title: "Le secret"\n  card: confidentiality',
        'title: "Le secret"\n  card: ending',
    ),
    "is on no card": (
        'title: "Le secret"\n  card: confidentiality',
        'title: "Le secret"\n  card: other',
    ),
    "a key of limits stands twice": ("key: danger-to-others", "key: danger-to-self"),
    "limits stand in the text once": ("  - limits: true\n", ""),
    "the summary has 6 lines": (
        "- {key: secrecy,",
        "- {key: more, label: x, text: x}\n- {key: secrecy,",
    ),
    "has a default, so it is not required": ('example: "48",', 'example: "48", required: true,'),
    "unexpected keyword argument 'colour'": ('title: "Le prix"', "title: x\n  colour: red"),
    "missing 1 required positional argument: 'statement'": ("statement:", "#"),
    "keywords must be strings": ('"yes": "Oui, j’accepte"', "yes: x"),
}


@pytest.mark.parametrize("complaint", TAMPERED)
def test_an_unsound_wording_is_refused_in_words(complaint):
    source = (SHIPPED / "coaching.fr.yaml").read_text(encoding="utf-8")
    sound, broken = TAMPERED[complaint]
    assert sound in source
    with pytest.raises(WordingError) as refused:
        parse(source.replace(sound, broken, 1), name="broken.fr.yaml")
    assert str(refused.value).startswith("broken.fr.yaml: ")
    assert complaint in str(refused.value)
