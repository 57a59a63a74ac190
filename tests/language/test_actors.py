"""Who is who: names by codebook and form, roles, pronouns, and whom a span of the text means."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from standpunkt.language import actors
from standpunkt.language.actors import Cast
from standpunkt.language.documents import Document
from standpunkt.schema import Actor

Make = Callable[..., Document]


def person(label: str, role: str = "", party: str = "") -> Actor:
    return Actor(label=label, kind="person", aliases=[label, label.split()[-1]], role=role, party=party)


CODEBOOK = {
    "talland": Actor(label="Talland", kind="country", aliases=["Talland", "Aldenburg", "die tallische Regierung"]),
    "gl": Actor(label="Grüne Liste", kind="party", aliases=["Grüne Liste", "GL"]),
    "hb": Actor(label="Heimatblock", kind="party", aliases=["Heimatblock"]),
    "mieterbund": Actor(label="Mieterbund Talland", kind="organisation", aliases=["Mieterbund Talland", "Mieterbund"]),
    "gewerkschaft": Actor(label="Gewerkschaftsbund", kind="organisation", aliases=["Gewerkschaftsbund"]),
    "kolberg": person("Swantje Kolberg", "Energie- und Umweltministerin", "gl"),
    "dahlke": person("Ruprecht Dahlke", "Finanzminister"),
    "zanderink": person("Rosa Zanderink", "Vorsitzende des Gewerkschaftsbunds"),
    "sievertsen": person("Konrad Sievertsen", "Präsident der Ärztekammer"),
}


def read(document: Make, text: str, codebook: dict[str, Actor] | None = None, **fields: str) -> Cast:
    return actors.find(document(text, **fields), CODEBOOK if codebook is None else codebook)


def means(document: Make, text: str, codebook: dict[str, Actor] | None = None) -> str | None:
    """Whom the words in angle brackets mean."""
    start, end = text.index("<"), text.index(">")
    plain = text.replace("<", "").replace(">", "")
    return actors.resolve(read(document, plain, codebook), start, end - 1)


def shown(cast: Cast, text: str) -> list[tuple[str, str, str]]:
    return [(text[mention.start : mention.end], mention.how, member.id) for mention, member in cast.mentions()]


def test_mentions_of_one_person_by_name_surname_role_and_pronoun(document: Make) -> None:
    text = "Swantje Kolberg schweigt. Die Ministerin lächelt. Sie geht. Kolbergs Wagen wartet."
    cast = read(document, text)
    assert shown(cast, text) == [
        ("Swantje Kolberg", "name", "kolberg"),
        ("Ministerin", "role", "kolberg"),
        ("Sie", "pronoun", "kolberg"),
        ("Kolbergs", "surname", "kolberg"),
    ]
    assert [(member.id, member.name, member.kind, member.gender) for member in cast.members] == [
        ("kolberg", "Swantje Kolberg", "person", "f")
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kritik kam aus der Grünen Liste.", ["gl"]),
        ("Die GL will das nicht.", ["gl"]),
        ("Der Kurs der tallischen Regierung steht fest.", ["talland"]),
        ("DER HEIMATBLOCK STIMMT ZU.", ["hb"]),
        ("Der Finanzminister rechnet nach.", ["dahlke"]),
        ("Die Umweltministerin rechnet nach.", ["kolberg"]),
        ("Ärztepräsident ist ein Ehrenamt. Der Ärztepräsident zögert.", ["sievertsen"]),
        ("Der Gewerkschaftsbund tagt. Seine Vorsitzende lacht.", ["gewerkschaft", "zanderink"]),
        ("Die Vorsitzende lacht.", []),
        ("Ein Minister kam, ein zweiter ging.", []),
        ("Die grüne Liste der Pflanzen ist lang.", []),
        ("Am Montag tagte die Junge Liste.", ["Junge Liste"]),
        ("Die Grüne Liste zögert, die Junge Liste nicht.", ["gl", "Junge Liste"]),
        ("Junge Leute kamen, und ein Junge lachte.", []),
    ],
)
def test_actors_of_the_codebook(document: Make, text: str, found: list[str]) -> None:
    assert [member.id for member in read(document, text).members] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Die Landrätin Maren Lohkamp kam.", [("Maren Lohkamp", "person", "f")]),
        ("Es sprach Präsident Gero Pohlmann.", [("Gero Pohlmann", "person", "m")]),
        ("Dorothea Sprick, Vorsitzende seit Mai, kam.", [("Dorothea Sprick", "person", "f")]),
        ("Der Bericht Maren Lohkamps liegt vor. Maren Lohkamp schweigt.", [("Maren Lohkamp", "person", "f")]),
        ("Herr Draweck wartet.", [("Draweck", "person", "m")]),
        ("Der Verband der Hauseigentümer klagt.", [("Verband der Hauseigentümer", "organisation", "m")]),
        ("Der Ausschuss für Lärmschutz tagt.", [("Ausschuss für Lärmschutz", "organisation", "m")]),
        ("Nun prüft der Tallische Rechnungshof.", [("Tallischer Rechnungshof", "organisation", "m")]),
        ("Die Handelskammer Osterfleet warnt.", [("Handelskammer Osterfleet", "organisation", "f")]),
        ("Die Stadt Lindmoor baut.", [("Stadt Lindmoor", "organisation", "f")]),
        ("Der Verband freier Schulen klagt.", [("Verband freier Schulen", "organisation", "m")]),
        ("Die Innung klagt.", [("Innung", "organisation", "f")]),
        ("Erst sprach die TNW, dann schwieg die TNW.", [("TNW", "organisation", "")]),
        ("Es sprach Herr Pohlmann.", [("Pohlmann", "person", "m")]),
        ("Herr Minister, es eilt. Insgesamt fehlt viel.", []),
        ("Maren Lohkamp von der Wache kam.", [("Maren Lohkamp", "person", "f")]),
        ("Solveig van der Lindbloom kam.", [("Solveig van der Lindbloom", "person", "f")]),
        ("Das Büro Lohkamp rechnet.", [("Büro Lohkamp", "organisation", "n")]),
        ("Nun rät das Institut für Küstenkunde ab.", [("Institut für Küstenkunde", "organisation", "n")]),
        ("Das Institut rät ab.", []),
        ("Das Kabelwerk Lindbloom stellt ein.", [("Kabelwerk Lindbloom", "organisation", "n")]),
        ("Die Hafenmission Osterfleet kocht.", [("Hafenmission Osterfleet", "organisation", "f")]),
        ("Das Kraftwerk Salzhorn steht still.", []),
        ("Der Landesbildungsrat Talland zögert.", [("Landesbildungsrat Talland", "organisation", "m")]),
        ("Der Bezirk Osterfleet stimmt zu.", [("Bezirk Osterfleet", "organisation", "m")]),
        ("Die Versammlung der Müllerinnen lehnt ab.", [("Versammlung der Müllerinnen", "organisation", "f")]),
        ("Der linke Flügel der Mühle klemmt, die Versammlung war lang.", []),
        ("Der Mieterbund für den Deckel? Ja.", [("Mieterbund", "organisation", "m")]),
        ("Tjorven Haase, Tochter einer Chirurgin, kam.", [("Tjorven Haase", "person", "f")]),
        ("Abt. Zwei schweigt.", []),
        ("Am Montag kostet ein Liter Milch zwei Taler Pfand.", []),
        ("Der Bahnhof Osterfleet liegt am Friedhof.", []),
        ("Das Gesamtbild ist gut, das Ehrenamt wichtig.", []),
    ],
)
def test_names_by_their_form(document: Make, text: str, found: list[tuple[str, str, str]]) -> None:
    members = read(document, text, {}).members
    assert [(member.id, member.kind, member.gender) for member in members] == found


def test_a_short_name_is_the_organisation_that_the_text_names_in_full(document: Make) -> None:
    text = "Der Lehrerverband Talland tagt. Der Lehrerverband lobt sich, und der Verband feiert."
    assert [identifier for _, _, identifier in shown(read(document, text, {}), text)] == ["Lehrerverband Talland"] * 3


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("Der Sportbund lehnt ab. Der Tallische Sportbund tagte in Brakum.", ["Tallischer Sportbund"]),
        ("Der Tallische Sportbund tagt. Der Sportbund lehnt ab.", ["Tallischer Sportbund"]),
        (
            "Der Tallische Sportbund und der Vesmarische Sportbund tagen.",
            ["Tallischer Sportbund", "Vesmarischer Sportbund"],
        ),
        (
            "Der Tallische Sportbund und der Vesmarische Sportbund tagen. Der Sportbund lehnt ab.",
            ["Tallischer Sportbund", "Vesmarischer Sportbund", "Sportbund"],  # whose it is, nobody knows
        ),
        ("Der Lehrerverband tagt. Die Lehrer lehnen ab.", ["Lehrerverband"]),
        ("Der Ärzteverband tagt. Den Ärzten reicht es.", ["Ärzteverband"]),
    ],
)
def test_organisations_under_shorter_names(document: Make, text: str, members: list[str]) -> None:
    assert [member.id for member in read(document, text, {}).members] == members


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("Der Lehrerverband tagt. Die Lehrer lehnen ab.", ["Lehrerverband", "Lehrerverband"]),
        ("Der Verband der Zahnärzte tagt. Die Zahnärzte sind froh.", ["Verband der Zahnärzte"] * 2),
        ("Der Mieterbund tagt. Die Mieten steigen.", ["Mieterbund"]),  # another word
        ("Der Mieterbund tagt. Viele Mieter frieren.", ["Mieterbund"]),  # any of them
        ("Der Lehrerverband und der Lehrerbund tagen. Die Lehrer gehen.", ["Lehrerverband", "Lehrerbund"]),
    ],
)
def test_members_stand_for_the_one_organisation_that_unites_them(document: Make, text: str, means: list[str]) -> None:
    assert [identifier for _, _, identifier in shown(read(document, text, {}), text)] == means


def test_another_first_name_is_another_person(document: Make) -> None:
    members = read(document, "Hedda Kolberg ist die Schwester von Swantje Kolberg.").members
    assert [member.id for member in members] == ["Hedda Kolberg", "kolberg"]


def test_a_couple_of_one_name_is_two_persons(document: Make) -> None:
    text = "Herr Lohkamp kocht. Frau Lohkamp liest. Herr Lohkamp isst."
    assert [identifier for _, _, identifier in shown(read(document, text, {}), text)] == [
        "Lohkamp",
        "Frau Lohkamp",
        "Lohkamp",
    ]


def test_title_and_teaser_take_part(document: Make) -> None:
    cast = read(
        document, "Die Landrätin Maren Lohkamp lehnt ab.", {}, title="Lohkamp lehnt ab", teaser="Lohkamp will nicht."
    )
    assert [(mention.field, mention.how) for mention in cast.members[0].mentions][:3] == [
        ("title", "surname"),
        ("teaser", "surname"),
        ("text", "role"),
    ]
    assert cast.mentions("title") == [(cast.members[0].mentions[0], cast.members[0])]


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Maren Lohkamp traf Ruprecht Dahlke. „Gut“, sagte <sie>.", "Maren Lohkamp"),
        ("Maren Lohkamp traf Ruprecht Dahlke. „Gut“, sagte <er>.", "dahlke"),
        ("Ruprecht Dahlke sprach mit Konrad Sievertsen. „Gut“, sagte <er>.", "dahlke"),  # the subject before others
        ("Kolberg kam. Der Mieterbund lobte den Plan. <Sie> fordern mehr.", "mieterbund"),  # plural
        ("Kolberg kam. Der Mieterbund lobte den Plan. <Sie> fordert mehr.", "kolberg"),
        ("Maren Lohkamp sprach von der Partei. „Gut“, sagte <sie>.", "Maren Lohkamp"),
        ("Der Tallische Rechnungshof prüft. Teuer sei das, stellt <der Hof> fest.", "Tallischer Rechnungshof"),
        ("Maren Lohkamp kam. <Ihrer> Ansicht nach fehlt Geld.", "Maren Lohkamp"),
        ("Der Landrat traf Frieda Rademann. „Gut“, sagte <die Gärtnerin>.", "Frieda Rademann"),
        ("Der Wirt Miro Draweck kocht. „Gut“, sagte <der Wirt>.", "Miro Draweck"),
        ("Der Mieterbund tagte in Aldenburg. <Die Delegierten> fordern mehr.", "mieterbund"),
        ("Der Mieterbund tagte mit Dahlke. Das steht <im Beschluss>.", "mieterbund"),
        ("Die Stadt Lindmoor zögert. Es hieß <im Rathaus>, das dauere.", "Stadt Lindmoor"),
        ("<Finanzminister Ruprecht Dahlke von der Grünen Liste> sprach.", "dahlke"),
        ("„Gut“, sagte <sie>. Maren Lohkamp nickte.", "Maren Lohkamp"),  # named later only
        ("„Gut“, sagte <er>. Maren Lohkamp nickte.", None),
        ("<Es> regnet.", None),
    ],
)
def test_whom_words_mean(document: Make, text: str, actor: str | None) -> None:
    assert means(document, text) == actor


def test_subjects_are_told_from_others(document: Make) -> None:
    text = "Kolberg spricht mit Dahlke über den Mieterbund."
    assert [(member.id, mention.subject) for mention, member in read(document, text).mentions()] == [
        ("kolberg", True),
        ("dahlke", False),
        ("mieterbund", False),
    ]


@pytest.mark.parametrize(
    ("given", "member"),
    [
        ("Lehrerverband Talland", "Lehrerverband"),
        ("Maren Lohkamp", "Lohkamp"),
        ("kolberg", "kolberg"),
        ("Verein der Imker", "Verein der Imker"),
    ],
)
def test_names_that_others_give(document: Make, given: str, member: str) -> None:
    cast = read(document, "Der Lehrerverband lobt Frau Lohkamp und Kolberg.")
    assert actors.match(cast, given) == member


@pytest.mark.parametrize("text", ["", " \n ", "!!!", "123 456", "nur kleine wörter hier", "A", "Der", "Sie"])
def test_texts_without_names(document: Make, text: str) -> None:
    cast = read(document, text)
    assert (cast.members, actors.resolve(cast, 0, 5)) == ((), None)


def test_english_gives_a_result(document: Make) -> None:
    cast = read(document, "Prime Minister Frieda Rademann said that Maren Lohkamp agreed.", {})
    assert [member.id for member in cast.members] == ["Frieda Rademann", "Maren Lohkamp"]


def test_a_long_text_without_sentences_is_read_in_time(document: Make) -> None:
    text = "der Verband und die Ministerin Kolberg und er und sie " * 1_500
    cast = read(document, text)
    assert cast.get("kolberg") is not None
    assert len(cast.mentions()) > 1_000


ABROAD = {
    "korvien": Actor(label="Korvien", kind="country", aliases=["Korvien", "Drosk"]),
    "talland": Actor(label="Talland", kind="country", aliases=["Talland"]),
    "draweck": person("Miro Draweck", "Vorsitzender des Führungsrats"),
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ein korvischer Diplomat reiste an.", [("korvischer Diplomat", "role", "korvien")]),
        ("Die tallische Delegation reiste an.", [("tallische Delegation", "role", "talland")]),
        ("Der korvische Vorschlag liegt vor.", [("korvische Vorschlag", "role", "korvien")]),
        ("Der korvische Käse ist alt.", []),
        ("Ein korvischer Fischer reiste an.", []),
        ("Die Regierung von Korvien schweigt.", [("Regierung von Korvien", "name", "korvien")]),
    ],
)
def test_a_country_by_its_adjective_or_its_government(
    document: Make, text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert shown(read(document, text, ABROAD), text) == expected


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Talland lobte Korvien. <Das Land> schweigt.", "talland"),  # the subject before
        ("Der korvische Staatsgast Miro Draweck lachte. Draweck ging. <Das Land> schweigt.", "korvien"),
        ("Korvien lobte Talland. <Die Regierung> schweigt.", "korvien"),
    ],
)
def test_the_country_is_that_of_the_subject_before(document: Make, text: str, country: str) -> None:
    assert means(document, text, ABROAD) == country


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("Gespräche zwischen Korvien, Talland und Draweck enden.", [False, False, False]),
        ("Korvien und Talland schweigen.", [True, True]),
        ("Am Montag drängte Talland auf Eile.", [True]),
        ("Das gilt für das Talland von morgen.", [False]),
        ("Die Reise mit Korvien ist vorbei, Talland bleibt.", [False, True]),
    ],
)
def test_what_a_preposition_governs_is_no_subject(document: Make, text: str, subjects: list[bool]) -> None:
    cast = read(document, text, ABROAD)
    assert [mention.subject for mention, _ in cast.mentions()] == subjects


def test_stems_of_names_hold_adjectives_of_countries(document: Make) -> None:
    stems = read(document, "Es regnet.", ABROAD).name_stems()
    assert {"korvisch", "tallisch", "draweck"} <= stems


def test_a_name_is_withheld_by_a_hash_that_is_the_same_everywhere() -> None:
    assert actors.withheld("kolberg", {"kolberg"}) == "kolberg"
    assert actors.withheld("Enno Thaden", {"kolberg"}) == actors.withheld("Enno Thaden", ()) == "name-bc044c7d"
