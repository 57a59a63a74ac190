"""Word lists for finding persons and organisations in German texts, written by hand, none counted out of a corpus.

First names are the ones common in German-speaking countries and in their news, with some of the North German ones.
They tell a person's gender where no role or form of address does.
"""

from __future__ import annotations

import re
from typing import Final

FEMALE_NAMES: Final = frozenset(
    """
    Adelheid Agnes Alexandra Alice Alina Alma Almut Amelie Andrea Angela Angelika Anita Anja Anke Anna Annalena Anne
    Annegret Anneliese Annette Annika Antje Antonia Astrid Ayla Ayse Barbara Beate Beatrix Bettina Bianca Birgit
    Birte Brigitte Britta Carla Carmen Carola Caroline Charlotte Christa Christel Christiane Christina Christine
    Clara Claudia Constanze Cornelia Dagmar Daniela Diana Doris Dorothea Dorothee Dörte Edda Edith Elena Elfriede
    Elif Elisabeth Elke Ella Ellen Elsa Elvira Emilia Emine Emma Erika Ernestine Esther Eva Fatma Franziska Frauke
    Freya Frida Frieda Friederike Gabriele Gerda Gerlinde Gertrud Gesa Gesine Gisela Greta Grete Gudrun Gunda Hanna
    Hannah Hanne Hannelore Hedda Hedwig Heide Heidemarie Heidi Heike Helena Helene Helga Henriette Hilda Hilde
    Hildegard Hilke Ida Ilka Ilona Ilse Imke Ina Ines Inga Inge Ingeborg Ingrid Insa Irene Iris Irmgard Isabel
    Isabella Jana Janina Jasmin Jennifer Jessica Johanna Josefine Judith Julia Juliane Jutta Jördis Kaja Kamala
    Karen Karin Karla Karoline Katarina Katharina Kathrin Katja Katrin Kerstin Kirsten Klara Kristina Käthe Lara
    Laura Lea Lena Leni Leonie Leonore Leyla Lieselotte Lilli Lina Linda Lisa Lore Lotte Louise Lucia Luisa Luise
    Lydia Magdalena Maike Manuela Mareike Maren Margarete Margit Margot Margret Maria Marianne Marie Marina Marion
    Marlene Marlies Martha Martina Mathilde Mechthild Meike Melanie Merle Meta Mia Michaela Miriam Mirjam Monika
    Nadine Nadja Nancy Natalie Natascha Nele Nicole Nina Nora Olga Patricia Paula Petra Pia Ragna Ramona Rebecca
    Regina Regine Renate Ricarda Rita Rosa Rosemarie Roswitha Ruth Sabine Sabrina Sahra Sandra Sara Sarah Saskia
    Sibylle Sigrid Silke Silvia Simone Sina Sofia Sonja Sophia Sophie Stefanie Steffi Stephanie Susanne Svenja
    Swantje Sybille Tanja Tatjana Thea Thekla Theresa Therese Tina Tomke Ulla Ulrike Ursula Uta Ute Valentina
    Vanessa Vera Verena Veronika Viktoria Waltraud Wiebke Wilhelmine Wilma Yvonne Zoe
    """.split()
)
MALE_NAMES: Final = frozenset(
    """
    Achim Adam Adolf Adrian Albert Albrecht Aldo Alexander Alexej Alfons Alfred Ali Alois Andreas André Anton
    Antonio Armin Arne Arno Arnold Arthur August Axel Bastian Ben Benedikt Benjamin Benno Bernd Bernhard Bert
    Berthold Björn Bodo Boris Bruno Burkhard Carl Carlos Carsten Cem Christian Christoph Christopher Claus Clemens
    Conrad Daniel David Dennis Detlef Dierk Dieter Dietmar Dietrich Dirk Dominik Donald Eberhard Eckart Eckhard
    Edgar Eduard Egon Elias Elon Emil Emmanuel Enno Eric Erich Erik Ernst Erwin Eugen Fabian Falk Felix Ferdinand
    Florian Frank Franz Fred Frederik Friedhelm Friedrich Fritz Gabriel Georg Gerald Gerd Gerhard Gero Gert Giovanni
    Gottfried Gregor Guido Gunnar Gustav Günter Günther Hannes Hans Harald Harm Hartmut Hartwig Hasan Hauke Heiko
    Heiner Heino Heinrich Heinz Helge Helmut Hendrik Henning Henrik Henry Herbert Hermann Hinnerk Holger Horst
    Hubert Hubertus Hugo Ibrahim Ingo Jakob Jan Jannik Jannis Jens Jeremy Jo Joachim Jochen Joe Johann Johannes John
    Jonas Jonathan Josef Joseph Jost José Juan Julian Julius Justus Jörg Jörn Jürgen Kai Karl Karsten Kaspar Kemal
    Kevin Klaus Knut Konrad Konstantin Kurt Lars Lasse Laurenz Leif Lennart Leo Leon Leonhard Leopold Linus Lorenz
    Lothar Louis Luca Ludger Ludolf Ludwig Luis Lukas Lutz Magnus Malte Manfred Manuel Marc Marcel Marco Marcus
    Mario Marius Mark Markus Markwart Martin Mathias Mats Matthias Max Maximilian Mehmet Menno Michael Michel Miguel
    Mike Mirko Miro Mohammed Moritz Murat Mustafa Niclas Nico Niels Niklas Nikolai Nikolaus Nils Norbert Olaf Ole
    Oliver Onno Oscar Oskar Otto Pascal Patrick Paul Peter Philipp Pierre Piet Rainer Ralf Ralph Raphael Rasmus
    Reiner Reinhard Reinhold Renko Richard Robert Robin Roderich Roland Rolf Roman Ronald Rudi Rudolf Rupert
    Ruprecht Rüdiger Samuel Sebastian Siegfried Sigmar Silvio Simon Stefan Steffen Stephan Sven Sönke Sören Tarek
    Theo Theodor Thies Thilo Thomas Thorsten Till Tilo Tim Timo Tino Tjark Tobias Tom Toni Torben Torsten Udo Ulf
    Uli Ulrich Uwe Valentin Victor Viktor Vincent Vladimir Volker Volkmar Walter Werner Wilfried Wilhelm Willi Willy
    Winfried Wladimir Wolf Wolfgang Wolfram Wolodymyr Xaver Yannick Yusuf
    """.split()
)

ADDRESSES: Final = {"Herr": "m", "Herrn": "m", "Frau": "f"}
TITLES: Final = frozenset("Dr. Prof. Professor Doktor Dr Prof Dipl.-Ing. med. phil. h.c.".split())
PARTICLES: Final = frozenset("von van de ten ter".split())

WOMANS_ROLE: Final = re.compile(
    r"(?:er|ent|ist|or|ant|eur|är|at|rät|ärzt|wirt|chef|köch|bäuer|anwält|log|graph|graf|nom|pilot|expert|kolleg|"
    r"nachbar|berg|fürst|polit|patin|ess|soph)in$|(?:frau|witwe|tochter|schwester|mutter|dame|hebamme|nonne)$"
)
MANS_ROLE: Final = re.compile(
    r"(?:minister|sprecher|präsident|kanzler|meister|leiter|führer|direktor|chef|sekretär|lehrer|professor|forscher|"
    r"wissenschaftler|anwalt|richter|arzt|landrat|kreisrat|stadtrat|betriebsrat|senator|politiker|unternehmer|händler|"
    r"bauer|landwirt|gastwirt|koch|bäcker|apotheker|fahrer|fischer|ökonom|soziologe|experte|kollege|berater|"
    r"ingenieur|techniker|redakteur|journalist|historiker|pastor|pfarrer|bischof|kapitän|sohn|bruder|vater|mann|"
    r"gründer|inhaber|besitzer|mieter|vermieter|gewerkschafter|funktionär|manager|trainer|autor|schüler|"
    r"student|polizist|pilot|pfleger|sanitäter|arbeiter|syndikus|geschäftsführer|vorstand|botschafter|diplomat|"
    r"general|offizier|kommissar|spediteur|makler|tischler|klempner|installateur|winzer|jurist|physiker|chemiker|"
    r"biologe|psychologe|virologe|analyst|[a-z]{3,}(?:iker|ologe|ist|ent|ant|eur|or|arzt))$"
)
LIKE_SURNAMES: Final = re.compile(r"(?:mann|koch|bauer|ist|or|ent|ant|arzt|meister)$")
SURNAMES_LIKE_ROLES: Final = frozenset("koch bauer richter fischer bäcker meister kaufmann hofmann schäfer".split())
BOTH_ROLE: Final = re.compile(
    r"(?:vorsitzende|abgeordnete|beauftragte|angestellte|beamte|delegierte|studierende|auszubildende|grüne|liberale|"
    r"konservative)[rn]?$"
)
"""The article tells the gender."""
NO_ROLES: Final = frozenset(
    """
    moment prozent kontinent element argument dokument instrument parlament patent talent talente akzent rektorat
    motor faktor sektor traktor reaktor monitor humor terror horror labor tenor tumor elefant diamant restaurant
    garant konsonant mist frist list rist twist liste geist dienst herbst post investment management engagement
    abonnement fundament testament regiment experiment medikament segment zement
    """.split()
)

_ORGANISATION = (
    "verband|bund|verein|vereinigung|gesellschaft|innung|institut|universität|hochschule|kammer|ministerium|amt|behörde|"
    "gericht|gerichtshof|rechnungshof|kommission|ausschuss|synode|kirche|gewerkschaft|partei|fraktion|stiftung|"
    "initiative|kreistag|landtag|bundestag|gemeindetag|städtetag|parlament|klub|club|zentrale|agentur|leitstelle|"
    "belegschaft|beirat|personalrat|elternrat|schülerrat|stadtrat|gemeinderat|bundesrat|betriebsrat|konferenz|"
    "direktion|bündnis|allianz|union|liga|genossenschaft|konzern|werke|klinikum|akademie|handwerkerschaft|"
    "regierung|senat|bank|zentralbank|versicherung|kasse|krankenkasse|polizei|feuerwehr|bundeswehr|"
    "staatsanwaltschaft|verwaltung|leitertag|kurie|ortsgruppe|fahndung|gymnasium|bürgerinitiative|arbeitskreis|"
    "mittelstandskreis|netzwerk|forum|rat|präsidium|abteilung|schule"
)
ORGANISATION: Final = re.compile(rf"^(?P<front>.*?)(?P<head>{_ORGANISATION})$")
OPEN_HEADS: Final = frozenset("rat schule bank kasse forum abteilung verwaltung kirche präsidium".split())
"""Heads that name an organisation with a complement or as a certain compound only."""
NO_ORGANISATIONS: Final = frozenset(
    """
    gesamt insgesamt beamt vorrat heirat apparat quadrat zierrat landrat kreisrat speisekammer dunkelkammer herzkammer
    pressekonferenz videokonferenz werke kraftwerke stockwerke kunstwerke laufwerke uhrwerke bauwerke feuerwerke
    handwerke netzwerke bergwerke parkbank sitzbank datenbank bergrat unrat ratschlag verrat vorverein schulbank
    registrierkasse kernkraftwerke gaskraftwerke kohlekraftwerke wasserkraftwerke lebensversicherung landesverein
    hochamt ehrenamt teegesellschaft abendgesellschaft industriegesellschaft leistungsgesellschaft
    parallelgesellschaft
    """.split()
)
PLACE_HEADS: Final = frozenset("Stadt Gemeinde Kreis Landkreis Land Universität Hansestadt".split())
NAMED_HEADS: Final = PLACE_HEADS | frozenset("Firma Büro Kanzlei Institut Verlag Ehepaar Familie".split())
HEAD_GENDER: Final = {
    "f": re.compile(
        r"(?:familie|firma|kanzlei|ung|schaft|kammer|behörde|ität|schule|kommission|synode|kirche|partei|fraktion|initiative|zentrale|agentur|"
        r"stelle|konferenz|direktion|allianz|union|liga|bank|kasse|polizei|wehr|kurie|gruppe|akademie|liste|mitte|"
        r"stadt|gemeinde|mitte|schule|abteilung)s?$"
    ),
    "n": re.compile(
        r"(?:büro|ehepaar|institut|ministerium|amt|gericht|parlament|bündnis|klinikum|netzwerk|forum|präsidium|gymnasium|plenum)s?$"
    ),
    "m": re.compile(
        r"(?:verband|bund|verein|hof|ausschuss|tag|klub|club|rat|konzern|senat|kreis|block|vorstand)(?:e?s)?$"
    ),
}
COMPANY_FORMS: Final = frozenset("GmbH AG SE KG KGaA OHG eG e.V. mbH Inc. Ltd.".split())
GENERIC_ORGANISATIONS: Final = frozenset(
    """
    verband verein bund kammer organisation vereinigung gesellschaft behörde ministerium amt partei fraktion institut
    innung rat gewerkschaft initiative kommission synode kirche klub unternehmen konzern firma hochschule universität
    regierung verwaltung stadt rathaus beirat ausschuss stiftung gremium kreis dachverband genossenschaft ortsgruppe
    direktion hof haus zentrale kreistag klinik parlament
    """.split()
)
ANY_ORGANISATION: Final = frozenset(
    "verband verein bund kammer organisation vereinigung gesellschaft dachverband gremium initiative unternehmen "
    "konzern gewerkschaft behörde".split()
)
"""Those that may stand for an organisation whose name has none of these words."""
ASSOCIATIONS: Final = frozenset(
    "verband verein bund kammer vereinigung gesellschaft behörde ministerium innung gewerkschaft initiative "
    "kommission synode kirche klub ausschuss stiftung beirat kreistag parlament genossenschaft".split()
)
"""Those of them that are actors even where the text never gives their full name."""
BODIES: Final = frozenset(
    """
    delegierten delegierte mitglieder mitgliedern versammlung vorstand präsidium parteitag tagung vollversammlung
    plenum anwesenden versammelten
    """.split()
)
"""Parts of an organisation that speak for it."""
PAPERS: Final = frozenset(
    "beschluss papier bericht erklärung begründung protokoll stellungnahme antrag resolution entschließung gutachten "
    "mitteilung pressemitteilung schreiben brief rechnung aufruf studie entwurf leitantrag".split()
)
"""What an organisation speaks through."""
PLACES: Final = frozenset(
    """
    Deutschland Österreich Schweiz Berlin Hamburg München Köln Frankfurt Stuttgart Düsseldorf Leipzig Dortmund Essen
    Bremen Dresden Hannover Nürnberg Duisburg Bochum Wuppertal Bielefeld Bonn Münster Mannheim Karlsruhe Augsburg
    Wiesbaden Kiel Mainz Magdeburg Erfurt Rostock Potsdam Saarbrücken Schwerin Wien Zürich Bayern Hessen Sachsen
    Thüringen Brandenburg Niedersachsen Saarland Nordrhein-Westfalen Baden-Württemberg Rheinland-Pfalz
    Schleswig-Holstein Mecklenburg-Vorpommern Sachsen-Anhalt Innenstadt Altstadt Nord Süd Ost West Nordküste
    """.split()
)
NO_NAMES: Final = frozenset(
    """
    April August Bild Dezember Dienstag Donnerstag Euro Februar Foto Frau Frauen Freitag Herr Herren Herrn Jahr
    Jahre Januar Juli Juni Kilometer Mai Meter Milliarde Milliarden Million Millionen Mittwoch Montag März November
    Oktober Prozent Quelle Samstag September Sonnabend Sonntag Taler Uhr
    """.split()
)
FEMALE_ENDINGS: Final = ("a", "tje", "ike", "ine")
MALE_ENDINGS: Final = ("o", "us", "ert", "old", "bert")

DETERMINERS: Final = frozenset(
    "der die das dem den des ein eine einer eines einem einen dieser diese dieses diesem diesen jener jene "
    "ihr ihre ihrer ihrem ihren ihres sein seine seiner seinem seinen seines dessen deren unser unsere mein meine "
    "im vom zum zur beim am".split()
)
PREPOSITIONS: Final = frozenset(
    "von vom mit für gegen bei beim aus nach über an am auf in im ins zu zum zur um durch ohne unter vor hinter "
    "zwischen neben wegen trotz statt dem den des seit ab bis".split()
)
"""With the dative and genitive articles: what stands after them is not the subject."""
OBLIQUE_ARTICLES: Final = frozenset(
    "eines einem einen seines seinem seinen ihres ihrem ihren meines meinem meinen diesem diesen jenem jenen".split()
)

IRREGULAR_ADJECTIVES: Final = {
    "amerika": ("amerikanisch", "US-amerikanisch"),
    "china": ("chinesisch",),
    "deutschland": ("deutsch",),
    "dänemark": ("dänisch",),
    "england": ("englisch",),
    "europäische union": ("europäisch",),
    "eu": ("europäisch",),
    "frankreich": ("französisch",),
    "griechenland": ("griechisch",),
    "großbritannien": ("britisch",),
    "italien": ("italienisch",),
    "israel": ("israelisch",),
    "kongo": ("kongolesisch",),
    "kosovo": ("kosovarisch",),
    "niederlande": ("niederländisch",),
    "polen": ("polnisch",),
    "portugal": ("portugiesisch",),
    "russland": ("russisch",),
    "schottland": ("schottisch",),
    "spanien": ("spanisch",),
    "tschechien": ("tschechisch",),
    "türkei": ("türkisch",),
    "ukraine": ("ukrainisch",),
    "usa": ("amerikanisch", "US-amerikanisch"),
    "vereinigte staaten": ("amerikanisch", "US-amerikanisch"),
    "vietnam": ("vietnamesisch",),
}
"""Of countries whose adjective is not made by an ending alone."""
REGIONS: Final = ("nord", "süd", "ost", "west")
"""Before the name of a country and its adjective alike."""
OFFICIALS: Final = re.compile(
    r"(?:diplomat|minister|präsident|kanzler|sprecher|botschafter|unterhändler|gesandte|machthaber|herrscher|diktator|"
    r"staatschef|regierungschef|parteichef|außenamt|ministerium|führung|regierung|delegation|seite|staatsführung|"
    r"armeeführung|militärführung|parlament|vertreter|beamte|offizielle|staatsmedi|nachrichtenagentur|premier|general|"
    r"vertretung|kabinett|senat|staatsrat|amt|kongress|kreis|marine|armee|militär|justiz|behörde|verhandlungsführer)"
    r"(?:in|innen|n|en|s|es|ern|r|um|e|er)*$"
)
"""Who speaks for a country."""
ACTS: Final = re.compile(
    r"(?:vorschlag|vorschläge|idee|plan|pläne|vorstoß|vorstöße|forderung|initiative|angebot|antrag|entwurf|konzept|"
    r"vorhaben|ansinnen|wunsch|wünsche|anregung|appell|aufruf|drängen|verlangen|haltung|position|linie|kurs|ablehnung|"
    r"zustimmung|unterstützung|widerstand|kritik|protest|veto|nein|einwand|einwände|bedenken|weigerung|zusage|absage|"
    r"bereitschaft|drohung|offerte|resolution|beifall|applaus|lob|zuspruch|rückenwind|gegenwind|rückhalt|rückendeckung|"
    r"schützenhilfe|skepsis|unmut|verärgerung|empörung|sympathie|wohlwollen|begeisterung|widerspruch|vorbehalt|zweifel|"
    r"plädoyer|warnung|bekenntnis|votum|kampagne|feldzug|boykott|einspruch|klage|beschwerde|befürwortung|abneigung|"
    r"kampf|ringen|ruf|verlangen|gegenwehr|engagement|einsatz|töne)(?:s|es|n|en|e|er)?$"
)
"""What somebody does with words: it tells a stance of whose it is."""
PROPOSALS: Final = re.compile(
    r"(?:vorschlag|vorschläge|idee|plan|pläne|vorstoß|vorstöße|forderung|initiative|angebot|antrag|entwurf|konzept|"
    r"vorhaben|ansinnen|wunsch|anregung|offerte|resolution)(?:s|es|n|en|e)?$"
)
"""Those that later sentences take up in short."""
