"""HTML trees whose texts are slices of the page."""

from __future__ import annotations

import pytest

from standpunkt.cleaning.markup import MARK, Source, marked, restore


@pytest.mark.parametrize(
    ("content", "as_parsed"),
    [
        ("", ""),
        ("Stadt und Land", "Stadt und Land"),
        ("Stadt & Land", f"Stadt {MARK} Land"),
        ("Stadt &amp; Land", f"Stadt {MARK}amp; Land"),
        ("&&", MARK * 2),
        # The page has the noncharacter itself: it is no ampersand, and was never a text.
        (f"Stadt{MARK}Land", "Stadt Land"),
        (f"Stadt {MARK}amp; Land", "Stadt  amp; Land"),
    ],
)
def test_marked(content: str, as_parsed: str) -> None:
    assert marked(content) == as_parsed
    assert len(as_parsed) == len(content)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Größe", "Größe"),
        ("Stadt & Land", "Stadt & Land"),
        ("R&D", "R&D"),
        ("Stadt &amp; Land", "Stadt & Land"),
        ("&amp;amp;", "&amp;"),
        ("Gr&ouml;&szlig;e", "Größe"),
        ("Gr&ouml&szlig", "Größ"),
        ("&#8222;Ja&#x201C;", "„Ja“"),
        ("&#132;Ja&#147;", "„Ja“"),  # numbers of cp1252, as browsers read them
        ("5&nbsp;Euro", "5\u00a0Euro"),
        ("&lt;p&gt;", "<p>"),
        ("&unbekannt;", "&unbekannt;"),
        ("&#xD800;&#0;&#x110000;", "\ufffd\ufffd\ufffd"),
        (f"a{MARK}b", "a b"),
    ],
)
def test_marking_and_restoring_decodes_as_browsers_do(content: str, text: str) -> None:
    assert restore(marked(content)) == text


def test_texts_and_attributes_of_the_tree_are_restored() -> None:
    page = '<p title="Stadt &amp; Land">Gr&ouml;&szlig;e &lt;b&gt; &amp;mdash;</p>'
    paragraph = Source(page).tree.css_first("p")
    assert paragraph is not None
    assert (paragraph.text(), restore(paragraph.text())) == (
        f"Gr{MARK}ouml;{MARK}szlig;e {MARK}lt;b{MARK}gt; {MARK}amp;mdash;",
        "Größe <b> &mdash;",
    )
    assert len(paragraph.text()) == page.index("</p>") - page.index("Gr&ouml;")
    assert restore(paragraph.attributes["title"] or "") == "Stadt & Land"


def test_a_reference_cannot_open_a_tag() -> None:
    assert [node.tag for node in Source("<p>&lt;script&gt;ja&lt;/script&gt;</p>").tree.css("body *")] == ["p"]


def test_half_of_a_surrogate_pair_is_left_out_of_what_the_parser_gets() -> None:
    source = Source("<p>Rat\ud83d & Tat\udc00🙂</p>")
    assert source.raw == f"<p>Rat\ud83d {MARK} Tat\udc00🙂</p>"
    assert source.encoded.decode() == f"<p>Rat {MARK} Tat🙂</p>"
    assert source.tree.css("p")[0].text() == f"Rat {MARK} Tat🙂"


def test_nothing_is_added_to_what_the_page_has() -> None:
    # A browser shows the chosen option where `selectedcontent` stands.
    page = "<select><button><selectedcontent></selectedcontent></button><option selected>Berlin<option>Bonn</select>"
    found = Source(page).tree.css_first("selectedcontent")
    assert found is not None
    assert found.html == "<selectedcontent></selectedcontent>"
