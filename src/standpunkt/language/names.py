"""Word lists for finding persons and organisations in German texts, written by hand, none counted out of a corpus.

First names are the ones common in German-speaking countries and in their news, with some of the North German ones.
They tell a person's gender where no role or form of address does.
"""

from __future__ import annotations

import re
from typing import Final

FEMALE_NAMES: Final = frozenset(
    """
    Abelke Ada Adele Adelheid Adina Agathe Agnes Ahlke Aida Aileen Aleide Aleksandra Alexa Alexandra Alice Alida
    Alina Aline Alissa Alke Alma Almut Almuth Alwine Amalie Amanda Amelie Amina Anastasia Andra Andrea Angela
    Angelika Angelina Anika Anisa Anita Anja Anke Anna Annabell Annalena Anne Annegret Annegrit Annelie
    Anneliese Annelore Annemarie Annette Annika Annkathrin Anouk Antje Antke Antonia Apollonia Ariane Arife Asta
    Astrid Asya Ayla Ayse Babette Barbara Beate Beatrix Beeke Beke Belinda Bente Berit Berta Bertha Bettina
    Bianca Bigna Birgit Birgitta Birte Birthe Bozena Branka Brigitte Britta Brunhild Bruni Burcu Camilla Carina
    Carla Carlotta Carmen Carola Carolin Caroline Cecilia Celina Charlotte Chiara Christa Christel Christiane
    Christin Christina Christine Cilly Claire Clara Claudia Conny Constanze Cornelia Cosima Dagmar Dana Daniela
    Danuta Daria Debora Defne Deike Delia Denise Derya Desiree Diana Diemut Dilek Dora Doreen Doris Dorit
    Dorothea Dorothee Dörte Dorte Dorthe Dunja Ebba Ebru Edda Edeltraud Edith Editha Edna Elena Eleni Eleonora
    Eleonore Elfi Elfie Elfriede Elif Elina Elisabeth Elise Eliza Elke Ella Ellen Elli Elly Elna Elsa Eltje
    Elvira Emely Emilia Emilie Emine Emma Emmi Engeline Enna Erika Erna Ernestine Eske Esma Esra Esther Etta Eva
    Evelin Evelyn Ewa Fabienne Fadime Fanny Farida Fatima Fatma Felicitas Fenja Fenna Filiz Fiona Folke
    Franziska Frauke Frederike Freya Frida Frieda Friederike Fritzi Gabi Gabriela Gabriele Galina Geesche Geeske
    Gela Gerda Gerlind Gerlinde Gerti Gertrud Gertrude Gesa Gesche Gesine Gianna Gisa Gisela Gitta Gitte Greta
    Gretchen Grete Grit Gritt Gudrun Gülay Güler Gunda Gundel Gundula Gunhild Hadwig Halina Hanka Hanna Hannah
    Hanne Hannelore Hatice Havva Hedda Hedwig Heide Heidemarie Heidi Heike Helena Helene Helga Hella Helma
    Hendrikje Henny Henriette Henrike Hermine Herta Hertha Hilda Hilde Hildegard Hilke Hilla Hiltrud Hinrike
    Hjördis Hülya Ida Ilka Ilona Ilsabe Ilse Imke Imken Imma Imme Ina Ines Inga Inge Ingeborg Ingrid Inka Inken
    Inna Insa Irena Irene Irina Iris Irma Irmgard Irmtraud Isa Isabel Isabella Isabelle Isolde Iwona Jadwiga
    Jana Janina Jaqueline Jasmin Jeannette Jelena Jella Jennifer Jenny Jessica Jessika Jette Joana Joanna
    Johanna Jolanta Jördis Josefa Josefine Josephine Judith Jule Juli Julia Juliana Juliane Julika Justyna Jutta
    Jytte Kaja Kamala Kamila Karen Karin Karla Karola Karoline Katalin Katarina Katharina Käthe Kathi Kathleen
    Kathrin Katja Katrin Katrina Keike Kerrin Kerstin Keziban Kim Kimberly Kirsten Kirstin Klara Klarissa
    Kordula Krista Kristina Kübra Lale Lamia Lara Larissa Laura Lea Leila Lena Leni Lenka Lenke Leonie Leonora
    Leonore Levke Leyla Lia Liane Liesbeth Liesel Lieselotte Lilian Lilli Lilly Lina Linda Linnea Lioba Lisa Liv
    Livia Ljudmila Lola Lore Loretta Lotta Lotte Louise Luana Lucia Lucie Ludmila Luisa Luise Luzie Lydia Lykke
    Lyra Madeleine Madita Magda Magdalena Magdalene Maibritt Maike Maja Majken Malgorzata Malin Malina Mandy
    Manuela Mara Mareen Mareike Maren Marga Margarete Margaretha Margarethe Margit Margitta Margot Margret
    Margrit Maria Mariam Mariana Marianne Marie Marieke Marietta Marija Marijke Marika Marile Marina Marion
    Marit Marita Marleen Marlen Marlene Marlies Marta Martha Martina Maryam Mascha Mathilde Maya Mechthild Meena
    Meike Melanie Melek Meliha Melina Melissa Meret Merle Meryem Meta Mia Michaela Michelle Mila Milena Milica
    Minna Mira Miranda Miriam Mirjam Mona Monika Monique Muriel Myriam Nadia Nadine Nadja Naima Nancy Naomi
    Natalia Natalie Natascha Nathalie Neele Nele Nesrin Nicola Nicole Nicoletta Nilgün Nilüfer Nina Noemi Nora
    Nour Nurcan Nursel Oda Odette Okka Oksana Olena Olga Olivia Ophelia Ottilie Pamela Patricia Paula Pauline
    Peggy Pelin Pernille Petra Pia Pinar Polina Rabea Ragna Ragnhild Rahel Raina Raja Ramona Ranja Rebecca
    Regina Regine Rena Renate Ria Rianne Ricarda Rike Rina Rita Romina Romy Ronja Rosa Rosalie Rosemarie Rosi
    Rosina Rosmarie Roswitha Rowena Roya Runa Ruth Sabina Sabine Sabrin Sabrina Safiye Sahra Salome Samantha
    Samira Sandra Sanna Sara Sarah Saskia Selin Selma Semra Senta Serap Seraphine Severine Sevim Shirin Sibylle
    Sieglinde Siglinde Signe Sigrid Sigrun Silja Silke Silvana Silvia Silvie Simone Sina Sinje Sissel Sofia
    Solveig Songül Sonja Sonngard Sophia Sophie Stefanie Steffi Stephanie Stina Sünje Susann Susanna Susanne
    Suse Svea Svenja Svetlana Swaantje Swantje Sybille Sylke Sylvia Tabea Talea Tamara Tamina Tanja Tatjana
    Telse Teresa Tessa Thea Theda Thekla Theodora Theres Theresa Therese Theresia Thora Thordis Tiana Tilda Tina
    Tine Tineke Tjorven Tomke Tönke Tora Tosca Traute Trude Uljana Ulla Ulrike Undine Urda Ursula Urte Uta Ute
    Valentina Valeria Valerie Vanda Vanessa Vera Verena Veronika Vicky Victoria Viktoria Viola Violetta Vivian
    Viviane Vroni Walburga Waltraud Waltraut Wanda Wencke Wenke Weronika Wibke Wiebke Wilhelma Wilhelmine Wilma
    Wiltrud Xenia Yael Yara Yasemin Yasmin Yeliz Ylva Yuna Yvette Yvonne Zara Zehra Zeynep Zita Zoe Zümrüt
    Zuzanna
    """.split()
)
MALE_NAMES: Final = frozenset(
    """
    Abbas Abdullah Achim Achmed Adalbert Adam Adnan Adolf Adrian Adriano Ahlert Ahmad Ahmed Ahmet Aike Aiko Ailt
    Alain Alan Albert Alberto Albrecht Aldert Aldo Aleksander Alessandro Alex Alexander Alexej Alf Alfons Alfred
    Alfredo Ali Alois Alrik Alwin Amin Amir Amos Anatol André Andreas Andrej Andrzej Andy Anselm Ansgar Antoine
    Anton Antonio Arfst Arian Aribert Arif Arik Armin Arnd Arndt Arne Arnfried Arno Arnold Artem Arthur Artur
    Arved Arvid Asmus Attila August Augustin Aurel Axel Aydin Aziz Badr Baldur Balthasar Baptist Bartholomäus
    Bastian Behnam Bekir Bela Béla Ben Bendix Benedikt Benjamin Benno Beno Berend Bernd Bernhard Bert Berthold
    Bertold Bertram Bilal Birger Bjarne Björn Bodo Bogdan Boje Boris Brian Broder Bruno Bülent Burak Burghard
    Burkhard Carl Carlos Carsten Caspar Cedric Cem Cengiz Cesar Chris Christfried Christian Christoph
    Christopher Claas Clas Claudio Claudius Claus Clemens Conrad Cord Cordt Cornelius Curt Cyrill Dag Damian
    Daniel Danilo Danny Dario Darius David Dawid Delf Dennis Detlef Detlev Diedrich Diego Dierck Dierk Dietbert
    Dieter Diethelm Dietmar Dietram Dietrich Dimitri Dimitrios Dirck Dirk Ditmar Dominik Donald Dragan Dursun
    Ebbo Eberhard Eckart Eckehard Eckhard Eckhardt Edgar Edo Eduard Edzard Eggert Eggo Egon Ehrenfried Eike Eiko
    Eilert Einar Ekkehard Eldert Elias Elmar Elmo Elon Emanuel Emil Emin Emir Emmanuel Emre Enes Engelbert Engin
    Enno Enrico Ephraim Erasmus Ercan Erdal Erhard Eric Erich Erik Erkan Ernst Erol Erwin Esat Etienne Eugen
    Eugeniusz Evert Ewald Eyke Eyüp Fabian Fabio Falk Faruk Fathi Fedder Felipe Felix Ferdi Ferdinand Ferenc
    Ferhat Fiete Filip Finn Finnian Flemming Florian Focke Focko Fokko Folkert Folkmar Franco Frank Franz
    François Fred Frederik Frerich Fridolin Fridtjof Friedbert Friedel Friedemann Friedhelm Friedo Friedrich
    Fritz Fynn Gabriel Galip Gebhard Geert Georg Gerald Gerd Gerhard Gerke Gernot Gero Gerold Gerrit Gert Gideon
    Giovanni Gisbert Goran Gottfried Gotthard Gotthilf Gottlieb Götz Gregor Gregory Guido Günay Gunnar Gunter
    Günter Günther Gunther Gustaf Gustav Gábor Habbo Hajo Hakan Halil Hamid Hanjo Hannes Hanno Hans Hanspeter
    Harald Hardy Harm Harmen Harro Harry Hartger Hartmud Hartmut Hartwig Hasan Hassan Hauke Hayo Heiko Heimo
    Heiner Heinfried Heini Heino Heinrich Heinz Helfried Helge Helgo Hellmut Hellmuth Helmut Helmuth Hendrik
    Henk Henner Henning Henri Henrich Henrik Henry Herbert Hergen Heribert Hermann Hero Herwig Hilmar Hinderk
    Hinnerk Hinrich Hinrik Hjalmar Holger Horatio Horst Hubert Hubertus Hugo Hüseyin Ibo Ibrahim Ignaz Igor Ihno
    Ilias Ilja Ilyas Immo Imre Ingmar Ingo Ingolf Ingwer Isaak Ismail Ivan Ivo Iwan Jaan Jaap Jacek Jacob
    Jacques Jakob Jamal Jamil Jan Janek Janko Jann Janne Jannik Jannis Janosch Janusz Jarek Jaro Jaron Jaroslav
    Jasper Jelle Jens Jeppe Jeremy Jerome Jerzy Jesper Jibben Jimmy Jo Joachim Jobst Jochen Jochim Joe Joel
    Johan Johann Johannes John Jonas Jonathan Jonny Joost Jörg Jörgen Joris Jörn Jorrit Joscha José Josef Joseph
    Joshua Jost Juan Jules Julian Julius Jürgen Jürn Justus Kai Kamil Karim Karl Karlheinz Karol Karsten Kasimir
    Kaspar Kay Kemal Kenan Keno Kevin Kilian Klaas Klaus Knud Knut Koert Kolja Konrad Konstantin Konstantinos
    Korbinian Kord Krischan Kristian Kristof Krzysztof Kuno Kurt Lars Lasse Laurenz Laurids Laurin Leif Lenard
    Lennart Lenny Leo Leon Leonardo Leonhard Leopold Levent Levi Lewin Linus Lobert Lorenz Lorenzo Lothar Louis
    Lubbert Luca Lucas Lüder Ludger Ludo Ludolf Ludwig Luigi Luis Luitpold Lukas Lukasz Lür Lürs Lutz Magnus
    Maik Maks Malik Malte Manfred Manolo Manuel Marc Marcel Marco Marcus Marek Marian Marinus Mario Marius Mark
    Markus Markward Markwart Marten Martin Marvin Matei Mathias Mathis Mats Matteo Matthias Matti Mattis Maurice
    Maurizio Max Maximilian Medard Mehmet Meinhard Meinolf Menno Mert Mesut Metin Michael Michail Michal Michel
    Miguel Mikael Mike Mikkel Milan Milo Mirco Mirko Miro Miroslav Mirza Mohammed Momme Moritz Morten Murat Musa
    Mustafa Nabil Nathan Navid Necati Neven Nick Nickels Niclas Nico Nicolai Nicolas Niels Nikita Niklas Niko
    Nikola Nikolai Nikolaj Nikolaus Nils Nino Noah Norbert Nuri Ocke Octavio Oke Okko Olaf Olav Ole Oleg Oliver
    Oluf Omar Ömer Omko Onno Onur Orhan Ortwin Oscar Oskar Osman Otfried Otmar Ottfried Ottmar Otto Ottokar Ove
    Özgür Pablo Paolo Paride Pascal Patrick Patrik Paul Pawel Pelle Pepe Percy Peter Philip Philipp Philo Pierre
    Piet Pieter Pietro Piotr Poppo Quentin Quirin Radek Radomir Rafael Rafal Ragnar Raimund Rainald Rainer Ralf
    Ralph Ramazan Rami Ramin Ramon Randolf Raphael Rasmus Recep Reemt Reent Reimar Reinald Reiner Reinhard
    Reinhart Reinhold Rembert René Renke Renko Reto Ricardo Riccardo Richard Rico Roald Robert Robin Rocco
    Rochus Roderich Roger Roland Rolf Roluf Roman Ronald Ronny Rosario Rötger Ruben Rudi Rüdiger Rudolf Rudolph
    Rupert Ruprecht Ruven Ryszard Sabri Said Salih Salim Salvatore Sami Samir Sammy Samuel Sandro Savas
    Sebastian Sebo Selim Semih Sergej Sergio Serkan Servet Siamak Sibo Sibrand Siebelt Siebrand Siegbert
    Siegfried Sieghard Siegmar Siegmund Sigismund Sigmar Sigurd Silas Silvan Silvester Silvio Simon Sinan Sixten
    Slavko Sönke Sören Stanislav Stanislaw Steen Stefan Stefano Steffen Stephan Süleyman Sven Sverre Swen
    Sylvester Tade Tadeusz Tamme Tammo Tankred Tarek Tassilo Tayfun Tede Terje Tetje Thaddäus Theis Theo Theodor
    Thiemo Thies Thilo Thomas Thorben Thore Thorge Thorolf Thorsten Thure Tiark Tibor Tido Till Tillmann Tilmann
    Tilo Tim Timm Timo Timon Timur Tino Titus Tjabbo Tjard Tjark Tobias Tom Tomas Tomasz Toni Torben Torge
    Torkel Torsten Tristan Truels Tuncay Tycho Ubbo Udo Ugur Ulf Ulfert Uli Ulli Ulrich Umut Urs Utz Uwe
    Valentin Valerij Vasco Veit Vicco Vico Victor Viggo Viktor Vincent Vinzent Vinzenz Vito Vladimir Volker
    Volkert Volkhard Volkmar Waldemar Walid Walter Walther Wendelin Werner Wiard Widukind Wieland Wilbert
    Wilfried Wilhelm Wilke Willem Willfried Willi Willy Wim Winfried Wito Witold Wladimir Wojciech Wolf Wolfgang
    Wolfhard Wolfhart Wolfram Wolmer Wolodymyr Wulf Xaver Yannick Yannik Yasin Yavuz Yilmaz Yngve Youssef Yusuf
    Yves Zacharias Zafer Zbigniew Zdenko Zeno Zoltan Zoran
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
    "mittelstandskreis|netzwerk|forum|rat|präsidium|abteilung|schule|ärzteschaft|lehrerschaft|elternschaft|"
    r"bauernschaft|kaufmannschaft|studierendenschaft|schülerschaft|versammlung|(?<=\w)flügel|bezirk"
)
ORGANISATION: Final = re.compile(rf"^(?P<front>.*?)(?P<head>{_ORGANISATION})$")
OPEN_HEADS: Final = frozenset(
    "rat schule bank kasse forum abteilung verwaltung kirche präsidium versammlung flügel bezirk".split()
)
"""Heads that name an organisation with a complement or as a certain compound only."""
NO_ORGANISATIONS: Final = frozenset(
    """
    gesamt insgesamt beamt vorrat heirat apparat quadrat zierrat landrat kreisrat speisekammer dunkelkammer herzkammer
    pressekonferenz videokonferenz werke kraftwerke stockwerke kunstwerke laufwerke uhrwerke bauwerke feuerwerke
    handwerke netzwerke bergwerke parkbank sitzbank datenbank bergrat unrat ratschlag verrat vorverein schulbank
    registrierkasse kernkraftwerke gaskraftwerke kohlekraftwerke wasserkraftwerke lebensversicherung landesverein
    kotflügel tragflügel konzertflügel seitenflügel nasenflügel hochamt ehrenamt teegesellschaft
    abendgesellschaft industriegesellschaft leistungsgesellschaft parallelgesellschaft
    """.split()
)
PLACE_HEADS: Final = frozenset("Stadt Gemeinde Kreis Landkreis Land Universität Hansestadt".split())
NAMED_HEADS: Final = PLACE_HEADS | frozenset("Firma Büro Kanzlei Institut Verlag Ehepaar Familie".split())
NAMED_COMPOUNDS: Final = re.compile(
    r"^(?!.*(?:kraft|hand|stock|kunst|lauf|bau|feuer)werk).+(?:werk|werft|mission|reederei|brauerei|molkerei|spedition|"
    r"fabrik|druckerei|gärtnerei)$|^(?:werft|reederei|brauerei|molkerei|spedition|internat|schloss|kloster)$"
)
"""Firms and houses that are called by a name behind such a word: "Kabelwerk Hellmers"."""
YOUTH: Final = frozenset({"Junge", "Jungen"})
"""With the name of a party, its youth organisation: "die Junge Liste"."""
HEAD_GENDER: Final = {
    "f": re.compile(
        r"(?:familie|firma|kanzlei|ung|schaft|kammer|behörde|ität|schule|kommission|synode|kirche|partei|fraktion|initiative|zentrale|agentur|"
        r"stelle|konferenz|direktion|mission|werft|allianz|union|liga|bank|kasse|polizei|wehr|kurie|gruppe|akademie|liste|mitte|"
        r"stadt|gemeinde|mitte|schule|abteilung)s?$"
    ),
    "n": re.compile(
        r"(?:büro|ehepaar|institut|ministerium|amt|gericht|parlament|bündnis|klinikum|netzwerk|forum|präsidium|gymnasium|plenum|werk)s?$"
    ),
    "m": re.compile(
        r"(?:verband|bund|verein|hof|ausschuss|tag|klub|club|rat|konzern|senat|kreis|block|vorstand|flügel|bezirk)(?:e?s)?$"
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
