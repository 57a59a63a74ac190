"""What furniture looks like: the names that sites give to its elements, and the forms of its lines.

Everything on a page that is not the article is furniture. The words are those of German and English web design and of
German news sites in general; no site is named.
"""

from __future__ import annotations

import re

_MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni"),
    *("Juli", "August", "September", "Oktober", "November", "Dezember"),
)

# What the tag, class, id or role of an element says it is, most telling first. Words are whole words: "date" is none of
# "update", and "headline" has no "head".
_NAMES = {
    "prompt": """
        cookies? cookiebanner cookie-?layer consent cmp gdpr push push-?prompt notification benachrichtigung
        newsletter newsletter-?box newsletterbox paywall bezahlschranke abo abo-?box abobox abo-?hinweis
        subscribe subscription subscriber overlay modal banner piano plus-?box login-?wall app-?hint
        app-?hinweis
    """,
    "caption": """
        figcaption figure caption image-?caption bildunterschrift bildtext bildzeile bu bild-?box
        picture-?text
    """,
    "credit": """
        credit credits image-?credit copyright bildquelle bildnachweis foto-?credit fotograf
    """,
    "comment": """
        comment comments comment-?list kommentar kommentare kommentar-?bereich discussion diskussion
        leserbrief leserbriefe leser-?kommentare lesermeinung lesermeinungen user-?comments disqus forum
    """,
    "related": """
        related related-?links recommended recommendations empfehlung empfehlungen mehr-zum-thema mehr-zum
        mehr more weiterlesen weiterfuehrend lesen-sie-auch lesetipp lesetipps siehe-auch read-?more
        teaser-?list teaserliste most-?read meistgelesen beliebt popular trending top-?list aside sidebar
        seitenleiste randspalte rand themen-?links verwandt
    """,
    "navigation": """
        nav navi navigation navbar menu menue hauptmenue main-?menu breadcrumb breadcrumbs brotkrumen
        brotkrume skip-?link skiplink sprungmarke kopf-?leiste topbar ticker ressorts tabs pagination
    """,
    "service": """
        share sharing share-?bar social social-?media teilen service tools toolbar werkzeuge print drucken
        player audio audio-?player vorlesen merken bookmark lesezeit reading-?time reading tags tag-?list
        keywords schlagworte schlagwort stichworte wetter weather boerse kurse korrektur correction anzeige
        werbung ad ads advert
    """,
    "legal": """
        footer fuss fusszeile fussleiste legal imprint impressum rechtliches datenschutz
    """,
    "byline": """
        author autor autoren autorin author-?name byline verfasser date datum datumszeile dateline pubdate
        published publish-?date stand time timestamp zeit meta article-?meta artikel-?meta dachdaten
    """,
}


def _name_pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(words.split())})(?![^\W_])", re.IGNORECASE)


_NAME_PATTERNS = {role: _name_pattern(words) for role, words in _NAMES.items()}


def role_of_name(name: str) -> tuple[str, str] | None:
    """The role that an element's tag, class, id or role names, and the word that says so."""
    for role, pattern in _NAME_PATTERNS.items():
        found = pattern.search(name)
        if found:
            return role, found.group(0).lower()
    return None


# --- forms of lines --------------------------------------------------------------------------------------------------

_CREDIT = re.compile(
    r"^\W?(?:Foto|Fotos|Bild|Bilder|Bildquelle|Bildnachweis|Quelle|Illustration|Grafik|Infografik|Symbolbild|Credit|"
    r"Copyright|Archivbild|Archivfoto)\s?(?:[:/©]|\| )|^©|^\((?:Foto|Bild|Quelle|Archiv): [^)]+\)$"
)
_CREDIT_TAIL = re.compile(
    r"(?:(?:Quelle|Fotos?|Bild|Archiv|Grafik)[:/] ?[^.]{2,45}|[(\[](?:Foto|Bild|Quelle|Archiv|"
    r"Symbolbild)[^()\[\]]{0,45}[)\]]|"
    r"© [^.]{2,45})$"
)
# A prompt speaks to the reader about the page itself.
_PROMPT = re.compile(
    r"Benachrichtigung|Newsletter|Push|Cookie|Browser|Werbeblocker|abonnier|Abonnement|Abonnent|\bAbo\b|registrier|"
    r"Einwilligung|Datenschutz|\banmelden\b|Meldungen pro Tag|Eilmeldung|[Jj]etzt testen|Zugriff|Ihre Daten|"
    r"Einstellungen|Probemonat|Probeabo|kündbar|\bApp\b|Postfach|weiterlesen|Weiterlesen|freischalten|Angebot",
    re.IGNORECASE,
)
_READER = re.compile(
    r"\b(?:Sie|Ihnen|Ihre[nmrs]?|Ihr|uns|unser\w*|wir|Wir|[Dd]ein\w*|[Dd]u|Nein, danke|[Jj]etzt|Nicht jetzt|Erlauben|"
    r"Zulassen)\b"
)
# Weaker words, which count only with an invitation or in the plural of the publisher.
_INVITATION = re.compile(
    r"\b(?:[Mm]elden|[Tt]ragen|[Ss]chreiben|[Bb]estätigen|[Kk]licken|[Ll]aden|[Hh]olen|[Bb]estellen|[Tt]esten|"
    r"[Ss]ichern|"
    r"[Aa]ktivieren|[Ss]timmen|[Ee]mpfehlen|[Uu]nterstützen|[Bb]leiben) Sie (?:sich|uns|in dem|den|die|das|der|"
    r"hier|jetzt)\b|"
    r"\bSie (?:sind|haben) (?:nicht|noch nicht|bereits) (?:angemeldet|registriert)|\bmelden wir uns bei\b|"
    r"\bTeilen Sie uns\b|\b[Aa]ls Gast lesen|\bDiese (?:Web)?[Ss]eite (?:merkt|verwendet|nutzt|speichert|setzt)|"
    r"\beingebettete Inhalte\b|"
    r"\bMitgliedschaft (?:liest|lesen|erhalten)|\bunseren Mitgliedern vorbehalten|"
    r"(?:kostenlos|unverbindlich|jederzeit)\b.{0,40}(?:herunter|testen|künd|bestell|abbestell|abstell)|"
    r"\b(?:Werbepartner|[Mm]it einem Klick|unser\w* (?:Mitgliede?r?n?|Leser\w*) (?:vorbehalten|lesen))|"
    r"[Jj]etzt (?:bestellen|herunterladen|anmelden|eintragen|lesen|sichern|abonnieren|Mitglied)",
)
_COMMENTS = re.compile(
    r"^[^.!?:]{3,60}\(\d+\)$|Leserbrief\w*\b.{0,60}(?:Anschrift|Kürzung|Redaktion)|"
    r"\b(?:Kommentar(?:spalte|regeln|funktion|bereich)|Netiquette)\b|"
    r"^(?:Alle |Zu den )?(?:\d+ )?(?:Leser)?[Kk]ommentare?n?\b(?! von| der| des)|^Kommentieren\b|"
    r"^Diskussion(?:\b.{0,20})?$|"
    r"^Diskutieren|^Leserbriefe|^Lesermeinung|^Das Kommentieren|^\d+ (?:Leser)?(?:[Kk]ommentar|Beitr|Meinung|"
    r"Zuschrift)|"
    r"^(?:Ihre )?Meinung(?:en)? (?:zum|unserer)"
)
_RELATED = re.compile(
    r"^(?:Mehr (?:zu[mr]?|aus|dazu|über|lesen)\b|Les(?:en|t) (?:[Ss]ie|auch)|Auch (?:interessant|lesenswert)|"
    r"Das könnte|"
    r"Weitere (?:Artikel|Meldungen|Nachrichten|Themen|Beiträge|Texte)|Weiterlesen|Zum Thema\b|Themen?:|"
    r"(?:Meist|Am meisten |Viel)gelesen|Aus de[mr] (?:Ressort|Redaktion)|Siehe auch|Ebenfalls|Hintergrund:|"
    r"Lesetipp|Aus (?:unserem|dem) Archiv|Bei uns im Archiv|Zum Nachlesen|Mehr:|Lesen:)"
)
_SERVICE = re.compile(
    r"^(?:Startseite|Zur Startseite|Service|Serviceangebote|Drucken|Teilen|Auf \w+ teilen|Artikel |Merken|Vorlesen|"
    r"E-Mail|Impressum|AGB|Kontakt|Datenschutz|Abo|Newsletter|Nutzungsbedingungen|Nach oben|Zum Seitenanfang|Anzeige|"
    r"Werbung|©|Mediadaten|Hilfe|Schrift|Beitrag |Text |Seite |Link |Archiv$|Lesezeit|Lesedauer|Audio|Schlagw|"
    r"Stichw|Tags?:|Themen?:|Korrektur|Seite \d)"
)
_BUTTON = re.compile(
    r"^(?:Einverstanden|Zustimmen|Akzeptieren|Alle akzeptieren|Ablehnen|Alle ablehnen|Verstanden|Nein, danke|"
    r"Nicht jetzt|"
    r"Später|Jetzt [A-Za-z]|Nur (?:das|dieses|die) |Immer |Auswahl|Erlauben|Zulassen|Anmelden|Registrieren)"
)
# Notes on the text itself, in full sentences.
_NOTE = re.compile(
    r"^(?:Über dieses Thema|Dieses Thema im Programm|Dieser (?:Text|Artikel|Beitrag) (?:erschien|ist|wurde|stammt)|"
    r"(?:Hinweis|Korrektur|Anmerkung|Transparenzhinweis|Nachtrag)\b[^:.]{0,30}:.*"
    r"(?:Fassung|Version|berichtigt|korrigiert|ergänzt|geändert|Fehler))"
)
_PLAYER = re.compile(r"\b(?:hören|anhören|ansehen|Audio|Video|Podcast)\b.*\b\d{1,2}:\d\d\b")
_LEGAL = re.compile(r"^©|^\(c\) |Alle Rechte vorbehalten|^Impressum|Nutzungsbedingungen")
_NAME = r"(?:[A-ZÄÖÜ][\w’'-]+|von|van|de|zu)"
_PERSON = rf"[A-ZÄÖÜ][\w’'-]+\.?(?: {_NAME}){{1,3}}"
_BYLINE = re.compile(
    rf"^(?:[Vv]on|VON|Aus \w+ von|Ein (?:Kommentar|Gastbeitrag|Leitartikel) von|Interview:|Text:|Autor(?:in)?:)\s+"
    rf"(?P<author>{_PERSON}(?:(?:, {_PERSON})* und {_PERSON})?)(?=$|\s*[,|•·–-]\s)"
)
_SIGNED = re.compile(r"^(?P<author>[a-zäöü]{2,5}(?:/[a-zäöü]{2,5})*) [·|–] .*\d|\d.* [·|–] (?P<last>[a-zäöü]{2,5})$")
_SOURCE = re.compile(r"^(?:Quelle (?:dieser|der) Meldung|Agentur): (?P<author>[\w/ ]{2,20})$")
_AGENCY = re.compile(r"\(?(?:[a-zäöü]{2,4}|[A-Z]{2,4})(?:/(?:[a-zäöü]{2,4}|[A-Z]{2,4})){0,2}\)?")
_DATELINE = re.compile(r"^[A-ZÄÖÜ][\w ./-]{1,40} \((?P<agency>[\w/]{2,12})\)\s?[–—:.-]")
_DATE = re.compile(
    r"\b(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2}\.|[A-Z][a-zä]{2,8}\.?)\s?(?P<year>20\d\d|19\d\d)\b|"
    r"\b(?P<iso>(?:20|19)\d\d-[01]\d-[0-3]\d)(?!\d)"
)


def date_in(text: str) -> str | None:
    """The first date that a line states, as YYYY-MM-DD."""
    for found in _DATE.finditer(text):
        if found.group("iso"):
            return found.group("iso")
        name = found.group("month").rstrip(".")
        number = (
            int(name)
            if name.isdigit()
            else next((n for n, month in enumerate(_MONTHS, 1) if month.startswith(name)), 0)
        )
        day = int(found.group("day"))
        if 1 <= number <= 12 and 1 <= day <= 31:
            return f"{found.group('year')}-{number:02d}-{day:02d}"
    return None


def author_in(text: str) -> str | None:
    """The author that a byline names (`Von Dagmar Quistorp, Aldenburg`), or the agency (`… 19:08 Uhr | tpa`)."""
    found = _BYLINE.match(text) or _SOURCE.match(text)
    if found:
        return found.group("author")
    signed = _SIGNED.search(text)
    return (signed.group("author") or signed.group("last")) if signed else None


def is_agency(text: str) -> bool:
    """Whether a line is nothing but the sign of a news agency or editor (`tpa`, `dpa/AFP`)."""
    return bool(_AGENCY.fullmatch(text))


def agency_in(text: str) -> str | None:
    """The agency in the dateline that a body starts with (`Aldenburg (tpa) – …`)."""
    found = _DATELINE.match(text)
    return found.group("agency") if found else None


def is_credit(text: str) -> bool:
    """Whether a line is nothing but a picture's credit."""
    return bool(_CREDIT.search(text)) and len(text) < 120


def role_of_line(text: str, words: int, *, sentence: bool) -> tuple[str, str] | None:
    """The role that the form of a line shows, and why; None where the form says nothing."""
    if is_credit(text):
        return "credit", "form of a picture credit"
    if words < 40 and _CREDIT_TAIL.search(text):
        return "caption", "ends with a picture credit"
    if words <= 25 and _COMMENTS.search(text) and "Leserbrief" in text:
        return "comment", "asks for letters"
    if words < 80 and _PROMPT.search(text) and _READER.search(text) and not _has_speech(text):
        return "prompt", "asks the reader for something about the page"
    if words < 60 and _INVITATION.search(text) and not _has_speech(text):
        return "prompt", "invites the reader to something on the page"
    if words <= 10 and _PLAYER.search(text):
        return "service", "label of a player"
    if words <= 40 and _NOTE.search(text):
        return "service", "a note on the text"
    if words <= 25 and _COMMENTS.search(text):
        return "comment", "heading of the comments"
    if words <= 25 and _RELATED.search(text):
        return "related", "leads to other articles"
    if words <= 8 and not sentence and _BUTTON.search(text):
        return "prompt", "label of a button"
    if words <= 25 and not sentence and _LEGAL.search(text):
        return "legal", "states rights"
    if words <= 8 and not sentence and _SERVICE.search(text):
        return "service", "word of a service menu"
    if words <= 14 and not sentence and author_in(text):
        return "byline", "names the author"
    if words <= 14 and not sentence and date_in(text):
        return "byline", "states the date"
    return None


def _has_speech(text: str) -> bool:
    """Whether somebody is quoted: a prompt quotes nobody, an article about newsletters does."""
    return any(mark in text for mark in "„»‚")
