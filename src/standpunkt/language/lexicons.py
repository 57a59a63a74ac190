"""Word lists of our own, written by hand, none of them counted out of a corpus.

A few entries of `HEDGE` and `NO_POSITION` were added after reading how parties word their reasons.

Reporting verbs are lemmas. In the cue lists an entry that ends in `-` matches as a prefix, others match the whole word,
lower case.
"""

from __future__ import annotations

from typing import Final

REPORTING_VERBS = frozenset(
    """
    abstreiten ablehnen anbieten androhen anfügen ankündigen anmahnen anmerken annehmen anprangern antworten appellieren
    argumentieren auffordern aufrufen ausführen äußern ausschließen beanstanden bedauern befinden befürchten befürworten
    begründen begrüßen behaupten beharren bejahen beklagen bekräftigen bemängeln bemerken berichten beschreiben
    beschweren bestätigen bestehen bestreiten beteuern betonen bezeichnen bezweifeln bitten dementieren drängen drohen
    einräumen einwenden empfehlen entgegnen ergänzen erinnern erklären erläutern ermahnen erwarten erwidern erzählen
    feststellen finden folgern fordern formulieren fragen fürchten glauben gratulieren halten heißen hervorheben
    hinweisen hinzufügen hoffen informieren klagen konstatieren kontern kritisieren lehnen loben mahnen meinen melden
    mitteilen monieren nennen notieren plädieren präzisieren prognostizieren protestieren raten rechnen rechtfertigen
    reden referieren rufen rügen sagen schätzen schildern schreiben schwärmen signalisieren sprechen spotten tadeln
    überlegen unterstreichen urteilen verkünden verlangen vermuten versichern versprechen verteidigen vertreten
    verurteilen verweisen voraussagen vorhersagen vorschlagen vorwerfen warnen weigern weisen werben widersprechen
    wiederholen wünschen würdigen zitieren zugeben zurückweisen zusagen zusichern zustimmen zweifeln
    """.split()
)

# The speaker agrees, welcomes, demands, sees benefits.
APPROVE: Final = tuple(
    """
    ja jawohl dafür gern gerne unbedingt selbstverständlich natürlich richtig richtige richtigen befürwort-
    begrüß- unterstütz- zustimm- zugestimmt stimmen stimme bejah- forder- fordern gefordert verlang- einsetzen
    setzen setzt eintreten plädier- bekenn- gutheiß- lob- billig- sinnvoll- notwendig- nötig nötige erforderlich-
    dringend dringender überfällig- unverzichtbar- unerlässlich- unabdingbar- wichtig- wünschenswert- vernünftig-
    zeitgemäß- zukunftsweisend- vorbildlich- bewährt- erfolgreich- positiv- vorteil- nutzen profitier- chance-
    verbesser- besser bessere gewinn hilfreich- hilft helfen gerecht gerechte gerechter gerechtigkeit fair faire
    fairer fairness gleichberechtig- gleichbehandl- teilhabe anspruch recht grundrecht- menschenrecht- ermöglich-
    erleichter- stärken stärkt stärkung stärker fördern fördert förderung schützen schützt schutz sichern sichert
    sicherstell- gewährleist- verantwortungsvoll beitrag beitragen grundsatz längst endlich überzeug- empfehl-
    legitim- angemessen- zumutbar- verpflicht- vorrang priorität ziel willkommen freuen bereits weiterhin
    beibehalt- erhalten bewahr- umsetzen vorantreiben zustimmung konsequent konsequente meilenstein gut gute guter
    """.split()
)

# The speaker disagrees, warns, sees harm.
REJECT: Final = tuple(
    """
    nein nee dagegen gegen ablehn- lehnen lehnt abgelehnt abzulehnen ab widersprech- widerspruch widersetz-
    entgegen verwehr- verweiger- kritisier- kritik kritisch- verurteil- protest- warn- missbillig- misstrau-
    zurückweis- unnötig- überflüssig- unsinn- sinnlos- schwachsinn quatsch falsch- verfehlt- fehler fehlgeleitet-
    irrweg unverantwortlich- unverhältnismäßig- unzumutbar- unzulässig- verfassungswidrig- rechtswidrig-
    undemokratisch- unsozial- ungerecht- unfair- unrealistisch- unwirtschaftlich- kontraproduktiv- schädlich-
    schaden schadet schädig- gefährd- gefahr- gefährlich- bedroh- risiko risiken riskant- nachteil- benachteilig-
    diskriminier- belast- bevormund- gängel- zwang zwangs- bürokrati- willkür- missbrauch- überwach-
    generalverdacht symbolpolitik ideologi- populis- problematisch- bedenklich- fragwürdig- ungeeignet-
    untauglich- unwirksam- ineffizient- ineffektiv- teuer teure verschwend- verschwendung verteuer- mehrkosten
    steuerzahler- einschränk- eingriff- verletz- verstößt verstoß- widersprich- scheiter- gescheitert- versag-
    verhinder- blockier- erschwer- verschlechter- verschärf- schwäch- untergrab- zerstör- ruin- vernicht- skandal-
    inakzeptabel inakzeptable untragbar- absurd- abschreck- stattdessen sondern vielmehr anstatt statt genügt
    genügen ausreichend ausreichende reicht reichen schluss weg keinesfalls keineswegs niemals keinerlei weder
    finger privatsache lösung
    """.split()
)

# The speaker weighs, limits or defers.
HEDGE: Final = tuple(
    """
    grundsätzlich prinzipiell generell pauschal- einzelfall- einzelfälle fallweise teilweise teils einerseits
    andererseits zwar jedoch allerdings aber dennoch trotzdem gleichwohl obwohl wenngleich sowohl vielleicht
    eventuell möglicherweise gegebenenfalls ggf unter umständen vorbehalt- bedingt begrenzt derzeit momentan
    aktuell bisher bislang zunächst vorerst langfristig mittelfristig perspektivisch prüf- überprüf- geprüft
    untersuch- evaluier- evaluation abwäg- abzuwäg- abgewogen diskutier- diskussion- debatt- beraten erörter-
    klär- geklärt abwart- abzuwarten offen offene offener unklar- ungewiss- fraglich- strittig- umstritten-
    kontrovers- komplex- kompliziert- differenzier- undifferenziert- unterschiedlich- ausgewogen- kompromiss-
    mittelweg ausnahme- abhängig abhäng- hängt kommt sofern soweit solange falls wenn könnte könnten sollte würde
    würden dürfte möglich möglicher denkbar- vorstellbar erwäg- überleg- überdenk- teilen freigestellt gewissens-
    gewissen mitglieder basis volksabstimmung- volksentscheid- mehrheit bürgerentscheid- entscheiden entscheidung
    präzis- konkret- ergebnisoffen-
    """.split()
)

# The speaker says that it takes no side.
NO_POSITION: Final = tuple(
    """
    neutral- enthalt- enthält unentschieden unentschlossen meinungsbild- parteimeinung beschlusslage beschlüsse
    beschluss beschlossen position positionier- positioniert festgelegt programm wahlprogramm parteiprogramm
    grundsatzprogramm satzung ein-themen-partei themenpartei kernthema kernthemen bezug aussage frage
    fragestellung these thema stellung haltung uneinig- zuständig- landesebene bundesebene kommunalebene kompetenz
    eindeutig- abschließend- beantwort- formulier- themen monothematisch- uninteressant egal bewusst weltanschau-
    """.split()
)

# Conditions on agreement, met inside a relevant sentence.
CONDITIONAL: Final = tuple(
    """
    nur wenn sofern solange soweit falls vorausgesetzt voraussetzung- bedingung- erst lediglich höchstens
    allenfalls mindestens außer ausnahme-
    """.split()
)

# Negators; each flips the cues that follow it, `nicht` also those just before it.
NEGATIONS: Final = tuple(
    """
    nicht kein keine keinen keinem keiner keines nie niemals keinesfalls keineswegs keinerlei weder ohne nichts
    kaum niemand
    """.split()
)

INTENSIFIERS: Final = tuple(
    """
    sehr klar eindeutig entschieden strikt absolut völlig vollkommen konsequent ausdrücklich uneingeschränkt
    vehement unbedingt deutlich entschlossen jegliche jede generell kategorisch
    """.split()
)

# Words that make a statement *restrictive*: it asks for less, an end, a ban or a duty not to.
RESTRICTIVE: Final = tuple(
    """
    abschaff- abgeschafft abzuschaffen verbiet- verbot- nicht kein keine keinen keinem keiner stopp- gestoppt
    weniger beend- einstellen eingestellt streich- gestrichen kürz- gekürzt senk- gesenkt absenk- abgesenkt
    reduzier- verringer- begrenz- beschränk- einschränk- eingeschränkt untersag- verzicht- abbau- abgebaut
    ausstieg aussteig- austret- austritt aufheb- aufgehoben auflös- aufgelöst schließ- geschlossen entzieh-
    entzogen ohne nie zurücknehm- zurückgenommen rückgängig abschalt- abgeschaltet entfall- entfern- wegfall-
    privatisier- abschieb- abgeschoben lockern gelockert ausschließ- ausgeschlossen verhinder- wegnehm- enteign-
    halbier- ablehn- verlassen
    """.split()
)

# Verbs and nouns of more, new, kept, allowed ...
UP_VERBS: Final = tuple(
    """
    ausbau- ausgebaut auszubauen aufbau- aufgebaut erhöh- anheb- angehoben steiger- gesteigert einführ- eingeführt
    einzuführen erhalt- behalten beibehalt- fortführ- fortgeführt fortsetz- weiterführ- förder- gefördert stärk-
    gestärkt unterstütz- erlaub- zulass- zugelassen zulässig legalisier- ermöglich- erweiter- ausweit- ausgeweitet
    investier- investition- schaffen geschaffen errichte- einricht- eingerichtet mehr zusätzlich- neue neuen neuer
    verläng- verstärk- intensivier- aufstock- aufgestockt bau bauen gebaut gründ- gegründet verpflichtend-
    verbindlich- garantier- gewähr- beitret- beitritt öffn- geöffnet bereitstell- kostenlos- kostenfrei-
    gebührenfrei- beitragsfrei- finanzier- einstellen
    """.split()
)

# ... and of less, ended, forbidden.
DOWN_VERBS: Final = tuple(
    """
    abschaff- abgeschafft abzuschaffen verbiet- verbot- stopp- gestoppt weniger beend- streich- gestrichen kürz-
    gekürzt senk- gesenkt absenk- abgesenkt reduzier- verringer- begrenz- beschränk- einschränk- untersag-
    verzicht- abbau- abgebaut ausstieg aussteig- austret- austritt aufheb- aufgehoben auflös- aufgelöst
    schließung- entzieh- zurücknehm- abschalt- abgeschaltet entfall- wegfall- privatisier- abschieb- ausschließ-
    verhinder- enteign- verlassen ende moratorium verschrott- stilllegung- stillgelegt unterbind- raus abkehr
    minder- vermeid- überwind- entlast- befrei- herabsetz- ablös- ersetz- ersetzt
    """.split()
)

# What a statement asks for; a statement may belong to several classes.
ACTIONS: Final = {
    "keep": tuple(
        """
        weiterhin bleiben beibehalt- erhalten erhalt- bestehen festhalten wieder
        """.split()
    ),
    "more": tuple(
        """
        mehr erhöh- anheb- angehoben ausbau- ausgebaut stärker zusätzlich- förder- gefördert stärk- gestärkt
        unterstütz- ausgeweitet erweiter- verstärk- investier- schneller höher- größer-
        """.split()
    ),
    "less": tuple(
        """
        weniger senk- gesenkt reduzier- verringer- abbau- abgebaut kürz- gekürzt begrenz- beschränk-
        eingeschränkt einschränk- niedriger- halbier- lockern gelockert
        """.split()
    ),
    "end": tuple(
        """
        abschaff- abgeschafft verbiet- verbot- beend- stopp- gestoppt untersag- verzicht- aufheb- aufgehoben
        austret- aussteig- ausstieg gestrichen streich- geschlossen abgeschaltet
        """.split()
    ),
    "not": tuple(
        """
        nicht kein keine keinen keinem keiner ohne nie
        """.split()
    ),
    "allow": tuple(
        """
        dürfen darf können erlaub- zulass- zugelassen legalisier- ermöglich- recht anspruch
        """.split()
    ),
    "duty": tuple(
        """
        müssen muss verpflicht- pflicht- verbindlich- vorgeschrieben quote- gesetzlich- strenger schärfer
        """.split()
    ),
    "new": tuple(
        """
        einführ- eingeführt schaffen geschaffen neue neuer neues neuen gründ- errichte- bauen gebaut einricht-
        eingerichtet
        """.split()
    ),
    "free": tuple(
        """
        kostenlos- kostenfrei- gebührenfrei- beitragsfrei- entlast-
        """.split()
    ),
}

# Function words left out of target matching.
STOPWORDS: Final[frozenset[str]] = frozenset(
    """ab aber alle allem allen aller alles als also am an andere anderen anderer auch auf aus bei beim bis bleiben da
    dafür damit dann das dass dem den denn der des deren dessen die dies diese diesem diesen dieser dieses doch dort
    durch dürfen darf ein eine einem einen einer eines er es etwa für gegen geben gibt haben hat hier ich ihr ihre ihrem
    ihren ihrer ihm im immer in ist ja jede jedem jeden jeder jedes kann kein keine keinen keiner können künftig machen
    man mehr mit muss müssen nach nicht noch nur ob oder ohne sein seine seinen seiner seit selbst sich sie sind so soll
    sollen sollte sollten sowie über um und uns unser unsere unter vom von vor während wann war was weiter weiterhin
    welche wenn wer werden wie wieder wir wird wo wollen will würde zu zum zur zwischen einsetzen dafür land
    grundsätzlich zusätzlich besser stärker möglichst gesetzlich bundesweit deutschland""".split()
)
