"""Subject fields: which areas of life the words of a text belong to.

A small corpus cannot teach that `Torwart` and `Elfmeter` go together; a thesaurus can (Dornseiff, "Der deutsche
Wortschatz nach Sachgruppen"). The lists are our own, written by hand from general knowledge of German, none of them
counted out of a corpus. An entry may stand in several fields.

An entry matches a word that it equals but for an ending. Where no entry does, the longest entry at the front of the
word and the longest at its end count, which reads compounds: `Transportunternehmen` is traffic and companies. Longest
first keeps `sport` out of `Transport`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

_WORDS: Final = {
    "ball_games": """
        abpfiff abschlag abseits anpfiff aufschlag ausgleichstreffer auswechs badminton ballbesitz ballspiel ballverlust
        baseball basketball birdie bowling cricket curling doppelpack doppeltitel dreipunkt dribbl eckball einwechs
        einzeltitel eishockey elfmeter fairway federball feldspieler flanke football foul foulspiel freistoß
        führungstreffer fußball gegentor gelb-rot golf grand-slam green halbzeit handball hartplatz hattrick hockey
        homerun kegeln konter kopfball korb körbe lacrosse libero linienrichter matchball mittelfeld nachspielzeit
        netzroller pass pässe pfosten pitcher platzverweis polo powerplay puck quarterback querlatte rasenplatz rebound
        rotesperre rückhand rückstand rugby sandplatz schläge schläger siegestreffer softball spielfeld spielzeit squash
        strafraum strafstoß stürmer tennis tiebreak tischtennis tor torchance tordifferenz tore toren torhüter torjäger
        torlos tors torschütz torwart touchdown treffer trikot verlängerung verteidiger viererkette volleyball vorhand
        wasserball wicket
    """,
    "competition": """
        abstieg achtelfinal arena aufsteiger aufstieg aufstiegsrunde außenseiter austragung austragungsort auswärtssieg
        bestzeit bronze bronzemedaille bundesliga champions dachverband disqualifi doping dopingprobe dopingtest
        endspiel erstligist europacup europameister fahnenträger fan fanclub fans favorit fifa finale finalist
        fußballverband gegner gold goldmedaille gruppenphase halbfinal heimsieg herbstmeister hinspiel hooligan iaaf ioc
        konkurrenten liga medaille medaillenspiegel meisterschaft meistertitel niederlage oberliga olymp paralymp
        playoff podest podestplatz pokal punkte qualifi rangliste regionalliga rekord rekordmeister rückspiel
        schiedsrichter schlusslicht sieger siegerehrung sieglos silber silbermedaille sperre spitzenreiter sport
        staatsmeister stadion startnummer startplatz stockerl supercup tabelle tabellenführ tabellenletzt titelkampf
        titelverteidig torschützenkönig turnier uefa unentschieden ungeschlagen verband viertelfinal vizemeister
        vorrunde weltcup weltmeister weltrangliste weltrekord weltverband wettbewerb wettkampf wettkämpf zuschauer
        zweitligist zwischenrunde
    """,
    "sports_team": """
        ablöse abwehrspieler amateur athlet auslosung auswärtsspiel bänderriss begegnung bundestrainer cheftrainer coach
        comeback cotrainer debüt derby elf ersatzbank ersatztorhüter frauenteam gegenspieler goalgetter goalie heimspiel
        jugendmannschaft kader kapitän keeper kicker klub klubchef knieverletzung kreuzbandriss legionär leihe leihweise
        lokalrivale mannschaft mitspieler muskelfaserriss nachwuchs nationalmannschaft nationalspieler nationalteam
        nationaltorhüter partie präsidium profi saison spieler spielerin spieltag sportdirektor sportler stadtrivale
        stammspieler team teamchef teamkollege trainer transfer transferfenster transfermarkt u21 verein vereins
        vereinspräsident verletz vertragsverlänger zerrung
    """,
    "individual_sports": """
        100-meter abfahrt aufwärm ausdauer barren bergsteig biathlon billard bob bodybuild bogenschieß boxen boxenstopp
        boxer boxkampf brustschwimm dart darts diskus dreisprung dressur eiskunst eiskunstlauf eislauf eisschnell
        eisschnelllauf etappe fallschirm fechten fechter fitness formel formel-1 freistil galopp gewichtheb giro
        grand-prix gymnast hochsprung hürden inlineskat jacht jockey joggen jogging judo kajak kampfsport kanu karate
        kart kitesurf kletter klettern kombination kondition kugelstoß kurzstrecke langlauf langstrecke läufer
        lawinengefahr leichtathlet loipe marathon mehrkampf mittelgewicht motorsport mountainbike orientierungslauf
        paragleit pedal pferderennen piste pole-position qualifying radprofi radrennen radsport rafting rallye reck
        regatta reiten reiter reitsport rennfahr rennrad rennstall rennstrecke riesenslalom riesentorlauf ringer
        ringkampf rodel rückenschwimm ruderer rudern rundenzeit schach schanze schießsport schütze schwergewicht schwimm
        schwimmbecken schwimmer segelboot segeln segler skateboard skater ski skier skifahr skifahren skifahrer
        skiläufer skilift skirennen skirennl skisport skispring skispringer slalom snowboard snowkite speerwurf
        springreiten sprint stabhochsprung staffellauf sumo super-g surfen surfer taekwondo tauchen taucher tiefschnee
        titelkampf tour trainingslager trampolin triathlon turmspringen turnen turner turnerin vuelta wasserspringen
        weitsprung wettläufer wildwasser windsurf yacht yoga zehnkämpf
    """,
    "parties": """
        abspaltung afd antifa basis bürgerbewegung bürgerlich burschenschaft bzö cdu christdemokrat christlich-sozial
        csu demokraten faschist fdp flügel fpö fraktion freiheitlich generalsekretär grüne grünen identitär
        innerparteilich klubchef klubobmann koalition koalitionsabkommen koalitionspartner koalitionsverhandl kommunist
        konservativ labour liberal linke linksextrem mitte-links mitte-rechts nationalist neonazi neos obfrau obmann
        opposition oppositionspartei övp partei parteiaustritt parteichef parteifreund parteigründung parteiobmann
        parteispende parteispitze parteitag parteivorsitz populist rechtsextrem rechtspopul regierungspartei
        republikaner sozialdemokrat sozialist spd spitzenkandidat spö tories volkspartei wahlbündnis
    """,
    "government": """
        administration amtsenthebung amtsinhaber amtszeit angelob beamte beamten behörde bildungsminister bundeskanzler
        bundespräsident bürgermeister bürokrat gesundheitsminister gouverneur hofburg impeachment innenminister
        justizminister kabinett kanzler kulturminister landeshauptfrau landeshauptmann landesrat landesregierung
        landesvater magistrat minderheitsregierung minister ministerin ministerium ministerpräsident nachfolger
        präsident premier premierminister pressesprecher regierung regierungsbildung regierungschef regierungserklärung
        regierungspartner regierungssprecher regierungsumbildung ressort rücktritt sozialminister staatsbeamt staatschef
        staatsoberhaupt staatspräsident staatssekretär statthalter übergangsregierung umweltminister vereidig
        verkehrsminister verteidigungsminister verwaltung verwaltungsreform vizekanzler
    """,
    "parliament": """
        abgeordnet abstimm anfrage antrag ausschuss begutachtung beschließ beschluss bundesrat bundestag bürgerrecht
        debatte eu-parlament europaparlament fraktionschef gemeinderat gesetz gesetzentwurf gesetzesentwurf
        gesetzespaket gesetzesvorlage gesetzgeber gesetzgebung grundgesetz grundrecht immunität inkraftset kongress
        landtag legislatur mandat mehrheit misstrauensantrag misstrauensvotum nationalrat novelle oberhaus parlament
        parlamentarier plenarsitzung plenum ratifizier rechtsgrundlage referendum reform regierungsvorlage
        repräsentantenhaus senat senator stadtrat unterhaus untersuchungsausschuss verfassung verfassungsänderung
        verordnung volksabstimmung volksbegehren votum wahlrecht zweidrittel
    """,
    "elections": """
        amtsantritt amtsinhaber briefwahl bundespräsidentenwahl caucus delegierte europawahl gemeinderatswahl
        hochrechnung kandidat kandidatur kommunalwahl landtagswahl meinungsforsch meinungsumfrage nationalratswahl
        neuwahl nominier parlamentswahl präsidentschaftskandidat präsidentschaftswahl spitzenkandidatin stichwahl
        stimmen stimmzettel umfrage urne vorwahl wahl wahlanfechtung wahlbehörde wahlberechtigt wahlbeteiligung
        wahlbetrug wähler wahlergebnis wählerstimmen wahlgang wahlkampf wahlkarte wahllokal wahlprogramm wahlsieg
        wahltag
    """,
    "diplomacy": """
        abkommen annex atomabkommen außenamt außenbeauftragt außenminister außenministerium außenpolitik beitritt
        beitrittsverhandl bilateral botschaft botschafter botschafterin brüssel bündnispartner delegation diplomat
        einflussbereich embargo entwicklungshilfe erweiterung eu-gipfel eu-kommission eu-mitglied eu-parlament
        eu-staaten europäisch friedensgespräch friedensnobelpreis friedensplan friedensprozess friedensvertrag g20 g7 g8
        gipfel gipfeltreffen hilfsgüter hilfsorganisation humanitär kommission konsul menschenrechtsrat mitgliedsstaat
        mitgliedstaat multilateral nato ratspräsident referendum resolution säbelrassel sanktion schutzmacht
        sicherheitsrat sondergesandt souverän spannungen staatengemeinschaft staatsbesuch ultimatum un-generalsekretär
        union uno unterhändler vereinte verhandl vermittl vertrag völkerbund völkerrecht waffenruhe waffenstillstand
        zweistaatenlösung
    """,
    "war": """
        abrüst admiral al-kaida alliierte alliierten angriff anschlag armee artillerie atombombe atomwaffe aufrüst
        aufständ autobombe bataillon belager besatz beschuss blockade bodentruppen boko bombardier bomben brigade
        bundesheer bundeswehr bürgerkrieg bürgerkriegs chemiewaffe deserteur drohne dschihad dschihadist einmarsch
        explosion extremist feuergefecht flotte flugverbot flugzeugträger front gefallene gefangene gefecht geisel
        general generalstab genozid gewehr giftgas granate grundwehrdien guerilla heer hinterhalt invasion is-miliz
        islamist junta kalifat kämpfer kampfflugzeug kampfhandlung kampfjet kapitulation kaserne kolonie krieg
        kriegsgefangen kriegsparteien kriegsschiff kriegsverbrechen landmine leutnant luftabwehr luftangriff luftschlag
        manöver marine maschinengewehr massaker massenvernichtung militär miliz mine mörser munition nervengas
        oberbefehlshaber offensive offizier panzer putsch rakete rebell rebellen regiment rekrut rückzug salafist
        scharfschütz schlacht schlachtschiff schützengraben selbstmordattent selbstmordattentäter separatist sezession
        soldat söldner sprengfalle sprengsatz sprengstoff stellung streitkräfte taliban terror terrorist terrormiliz
        torpedo truppen u-boot unabhängigkeitskrieg verteidigungsministerium völkermord waffen wehrdienst wehrmacht
        wehrpflicht weltkrieg zerstörer
    """,
    "protest": """
        aktivist aufstand ausgangssperre ausnahmezustand ausschreit autokrat barrikade bürgerrechtler demonstr
        demonstrant demonstration diktator diktatur dissident exil folter friedensmarsch gewaltherrsch gummigeschoss
        hingerichtet hinrichtung hungerstreik kundgebung machthaber massenprotest menschenrecht militärregierung
        notstand oppositionell politisch protest regime regimekrit revolution sitzblockade staatsstreich streik
        todesstrafe tränengas umsturz unruhen unterdrück verfolg wasserwerfer zensur
    """,
    "migration": """
        abschieb abschiebung asyl asylantrag asylbewerber asylheim asylrecht asylverfahren asylwerber aufenthaltstitel
        aufnahmelager balkanroute bootsflüchtling deutschkurs einbürger einreiseverbot einwander familiennachzug
        flüchtling flüchtlings flüchtlingshelfer flüchtlingskrise flüchtlingslager flüchtlingsquote
        flüchtlingsunterkunft gastarbeiter grenzkontroll grenzpolizei grenzschutz grenzzaun grenzzäune hotspot
        integration menschenhandel migrant migration mindestsicherung notquartier obergrenze quartier rückführung
        schengen schlepper schlepperei schubhaft schutzstatus schutzsuchend seenot staatenlos staatsbürger transitzone
        zuwander
    """,
    "police": """
        alarmiert amoklauf amokläufer bande bandenmitglied bankräuber banküberfall beamte betrug betrüg betrüger beute
        bluttat brandstift cannabis crack crystal dealer dieb diebstahl doppelmord drogen drogenhandel drogenring
        einbrecher einbruch einbruchsdiebstahl entführ ermittl ermittler erpress erschoss erschossen erstoch exekutive
        fahnd fahndungsfoto fälsch falschgeld festgenommen festnahm geldwäsche gerichtsmedizin gestohlen handtaschenraub
        hehler heroin juwelier kinderporno kindesmissbrauch kokain komplize körperverletz kriminal kriminalist
        kriminalität landeskriminalamt leiche lösegeld mafia marihuana maskiert messer messerattacke messerstecherei
        missbrauch mord mörder mordfall mordverdacht nötig notruf obduktion opfer phantombild pistole polizei
        polizeiangaben polizeieinsatz polizeigewalt polizeiinspektion polizeikontrolle polizeisprecher polizist prügel
        randalier raub räuber razzia schlägerei schmuggel schüsse sexuell spurensicher stalking suchtgift tankstelle
        täter täterschaft tathergang tatort tatverdächtig tatwaffe totschlag tötungsdelikt überfall überfiel vandalismus
        verbrechen verbrecher verdacht verdächtig vergewaltig verhaft vermisstenanzeige waffe wohnungseinbruch
        zeugenaufruf
    """,
    "courts": """
        amtsmissbrauch angeklagt anklage anklagebehörde anklageschrift anwalt berufung bestech bewährung bezirksgericht
        bundesgericht delikt diversion einstweilige entlassung freigesprochen freiheitsstrafe freispruch fußfessel
        gefängnis geldstrafe gericht gerichtshof gerichtssaal geschworen gutachter haft häftling haftstrafe
        hauptverhandlung höchstgericht insasse instanz jurist justiz justizanstalt klage kläger korruption kronzeuge
        landesgericht lebenslang maßnahmenvollzug oberlandesgericht prozess rechtsanwalt rechtskräftig rechtsprechung
        rechtsstreit richter richterin sachverständig sammelklage schadenersatz schmerzensgeld schmiergeld schöffen
        schuldig schwurgericht staatsanwalt staatsanwältin strafmaß strafrecht strafverfahren streitwert teilbedingt
        u-haft unbedingt unterlassung untersuchungshaft untreue urteil urteilsverkünd verfassungsgericht
        verfassungsgerichtshof vergleich verhetzung verleumd verteidig verurteil verwaltungsgericht wiederbetätigung
        zeuge zeugen zivilprozess
    """,
    "accidents": """
        abgestürzt abgestürzte absturz alkoholisiert alpinunfall arbeitsunfall auffahrunfall autounfall badeunfall
        bergretter bergrettung bergung brand busunglück dachstuhl eingeklemmt eingestürzt einsatzkräfte einsturz erlag
        ersthelfer erstickt ertrank ertrunken evakuier feuer feuerwehr flammen flugzeugabsturz frontalzusammenstoß
        gasexplosion geborgen geisterfahrer getötet großbrand kollidier kollision lawine lawinenabgang lebensgefähr
        leichtverletzt leitplanke lenker löscharbeit löschen notarzt pkw rauchgasvergiftung reanimi rettung
        rettungsdienst rettungshubschrauber rettungskräfte sanitäter schiffsunglück schock schwerverletzt skiunfall
        stromschlag todesfall todesopfer tödlich totalschaden tote überlebende überschlag unfall unfalllenker
        unfallstelle unfallursache unglück verkehrsunfall verletzte vermisst verschütt verstarb verunglückt
        wasserrettung wohnungsbrand zugunglück zusammenstoß
    """,
    "natural_hazards": """
        aschewolke ausbruch beben blitz blitzeinschlag blitzschlag blizzard böen buschfeuer celsius deich donner dürre
        epizentrum erdbeben erdrutsch erdstoß eruption flut flutwelle frost gewitter grad hagel hitze hitzewelle
        hochwasser hurrikan jahrhunderthochwasser kältewelle katastroph katastrophengebiet katastrophenschutz
        klimaphänomen lava magnitude meteorolog monsun mure muren murenabgang nachbeben nebel neuschnee niederschlag
        niño orkan pegel regen richterskala schäden schneefall schneemassen sonnenschein sturm sturmflut taifun
        temperatur tornado tropensturm tsunami überflut überschwemm unwetter vulkan waldbrand waldbrände wetter
        wetterdienst windgeschwindigkeit wirbelsturm wolke wolken zyklon
    """,
    "companies": """
        aktiengesellschaft aktionär anlagenbau aufsichtsrat aufsichtsratschef auftrag auftragseingang baukonzern
        baumarkt beraterfirma beteiligung betriebsergebnis bilanz börsengang branche brauerei chemiekonzern dienstleist
        diskonter dividende drogerie ebit eigentümer einzelhandel ergebnis fabrik familienbetrieb filiale finanzvorstand
        firma firmen firmenchef firmensitz franchise fusion generalversammlung geschäftsführ geschäftsjahr gesellschaft
        gewinn gewinneinbruch gewinnwarnung gläubiger gmbh großauftrag großhandel gründer halbjahr handel handelskette
        handelsspanne händler hauptsitz hauptversammlung hersteller holding industriellenvereinigung insolvenz investor
        jahresabschluss jungunternehmer kartell kartellamt käufer kaufpreis konkurs konsument konsumentenschutz konzern
        konzernchef kunde kunden ladenöffnung lieferant logistik manager marke marktanteil maschinenbau
        mehrheitseigentümer minderheitsaktionär mittelstand möbelhaus modekette monopol nettogewinn nettoverlust
        niederlassung onlinehandel papierfabrik patentstreit pharma pharmakonzern pleite preis preise preiserhöhung
        produktion produktions produktionsstätte produzent quartal rabatt restrukturier sanier schließung spedition
        staatsholding stahl stahlkonzern standort start-up supermarkt textil tochterfirma tochtergesellschaft übernahme
        übernahmeangebot umsatz umsatzplus umsatzrückgang unternehmen unternehmens unternehmer verbraucherschutz verkauf
        verkaufen verlust vorjahr vorstand vorstandschef vorstandsmitglied vorstandsvorsitz vorsteuer warenhaus werk
        werksschließung wettbewerbsbehörde wirtschaftskammer zentrale zulieferer
    """,
    "markets": """
        abbaugesellschaft abschreibung aktie aktien aktienkurs aktienmarkt analyst analysten anleger anleihe anleihen
        bad-bank bank banken bankenabgabe bankenaufsicht bankenpaket bankenunion bankomat bargeld barrel bausparen
        bonität börse börsen börsianer deflation derivat devisen dollar eigenkapital einlagen euro ezb fed finanzkrise
        finanzmarkt finanzmarktaufsicht fonds franken geldpolitik girokonto gläubigerschutz goldmünze goldpreis großbank
        haftung haftungen handelsschluss hedgefonds hypothek index inflation investmentbank iwf kapitalerhöhung kredit
        kreditausfall kreditgeb kreditkarte kryptowährung kurs kurse kursgewinn kurssturz kursverlust kursziel
        landesbank landeshaftung leasing lebensversicherung leitindex leitzins minuszinsen notenbank ölpreis pfandbrief
        pfund prämie privatbank rating ratingagentur rendite rohstoff rubel schulden schuldner sparbuch sparer sparkasse
        spekul staatsanleihe stresstest versicherer versicherung währung währungsfonds wechselkurs weltbank
        wertberichtigung wertpapier yen zentralbank zinsen zinssatz zinswende
    """,
    "economy": """
        abschwung angebot aufschwung ausfuhr binnenmarkt bip bruttoinlandsprodukt ceta einfuhr entwicklungsland export
        exporte exportwirtschaft freihandel freihandelsabkommen globalisierung handelsbilanz handelskrieg handelspartner
        import importe industrie industrieland industrieproduktion inflationsrate investition jahresvergleich kaufkraft
        konjunktur konjunkturprognose konsum marktwirtschaft nachfrage ökonom planwirtschaft preisanstieg produktiv
        prognose prozentpunkt rezession rückgang schwellenland statistikamt teuerung ttip verbraucherpreis volkswirt
        wachstum welthandel welthandelsorganisation wettbewerbsfähig wirtschaft wirtschaftsforsch wirtschaftsforscher
        wirtschaftskraft wirtschaftskrise wirtschaftslage wirtschaftsleistung wirtschaftspolitik wirtschaftsraum
        wirtschaftsstandort wirtschaftswachstum zoll zölle
    """,
    "public_finance": """
        abgaben ausgaben austerität budget budgetdefizit defizit einkommensteuer einnahmen erbschaftssteuer euro-gruppe
        eurozone finanzamt finanzausgleich finanzminister finanzministerium förderung griechenland-hilfe
        gruppenbesteuerung haushalt hilfskredit hilfspaket kapitalertragssteuer lohnsteuer mehrwertsteuer milliarden
        neuverschuldung nulldefizit pleiteland privatisier rechnungshof registrierkasse rettungspaket schuldenbremse
        schuldenkrise schuldenschnitt sparkurs sparmaßnahme sparpaket staatsschulden staatsverschuld steuer steuerbetrug
        steuererhöhung steuerflucht steuerhinterzieh steueroase steuerreform steuersenkung steuervermeid steuerzahler
        subvention troika umsatzsteuer vermögenssteuer
    """,
    "labour": """
        ams arbeit arbeiterkammer arbeitgeber arbeitnehmer arbeitsbedingungen arbeitskräfte arbeitslos arbeitslosengeld
        arbeitslosenquote arbeitslosigkeit arbeitsmarkt arbeitsmarktservice arbeitsplatz arbeitsplätze arbeitsrecht
        arbeitssuchend arbeitsvertrag arbeitszeit ausbildung belegschaft berufsausbildung beschäftig betriebsrat burnout
        dienstnehmer dienstvertrag einkommen elternzeit fachkräfte gehalt gehälter gewerkschaft homeoffice jobs jobsuche
        karenz karriere kollektivvertrag kündig kündigungsschutz kurzarbeit lehre lehrling lehrstelle leiharbeit lohn
        löhne lohnerhöhung lohnrunde lohnverhandlung metaller mindestlohn mitarbeiter personalabbau personalchef
        praktikant praktikum selbständig selbstständig sozialpartner sozialplan stellenabbau streik tarif teilzeit
        überstunden warnstreik werkvertrag zeitarbeit
    """,
    "welfare": """
        alleinerzieh altersheim arm armut bedürftig behindert behinderung benachteilig betteln bettler caritas ehrenamt
        familie familienbeihilfe freiwillig frühpension gleichstell grundsicherung hilfswerk inklusion jugendamt
        jugendwohlfahrt kinderbetreuung kindergeld notschlafstelle notstandshilfe obdachlos pension pensionist
        pensionsalter pensionsantritt pensionskonto pensionsreform pflegegeld pflegeheim pflegereform rente rentner
        senioren sozialarbeit sozialhilfe sozialleistung sozialversicher spende tafel wohltätig wohnbeihilfe
    """,
    "energy": """
        akw atomausstieg atomkraft atomkraftwerk atommüll batterie biomasse blackout bohrinsel bohrung brennstoff
        emission endlager energie energieeffizienz energieverbrauch energieversorg energiewende erdgas erdöl erdwärme
        erneuerbar fernwärme förderquote fracking gas gaskraftwerk gaspipeline gaspreis generator geothermie heizkosten
        heizung hochspannung kernkraft kilowatt kohle kohlekraftwerk kraftwerk megawatt netzbetreiber ökostrom öl ölfeld
        opec photovoltaik pipeline raffinerie reaktor schiefergas solar speicherkraftwerk strom stromausfall
        stromerzeugung stromleitung stromnetz strompreis stromverbrauch tanker tankstelle turbine wärme wärmedämm
        wärmepumpe wasserkraft windkraft windpark windrad
    """,
    "traffic": """
        ampel auto autobahn autofahren autofahrer autos bahn bahnhof bahnkunde bahnlinie bahnsteig bahnstrecke
        begegnungszone brücke bundesstraße bus busse carsharing citymaut containerschiff eisenbahn fähre fahrgast
        fahrgäste fahrplan fahrrad fahrspur fahrverbot fahrzeug fracht frachter führerschein fußgänger güterverkehr
        güterzug hafen haltestelle hochgeschwindigkeitszug kanal kreisverkehr kreuzung kutsche landstraße lastkraftwagen
        lastwagen lkw lokomotive maut mofa moped motorrad nachtzug nahverkehr öffis parkgebühr parkpickerl parkplatz
        pendler radfahr radler radweg roller schiene schiff schifffahrt schleuse schnellstraße seilbahn stadtbahn stau
        straße straßenbahn taxifahrer tempolimit tram transport tunnel u-bahn umfahrung umweltzone verkehr
        verkehrsbetriebe verkehrspolitik verkehrsverbund zug züge
    """,
    "cars": """
        abgas abgasskandal abgaswert autobauer autofirma autohersteller autokonzern autonom autoverkauf autozulieferer
        benzin bremse cabrio diesel elektroauto elektromobil fahrassistent geländewagen getriebe hybrid karosserie
        kleinwagen kombi ladestation lenkrad limousine modelljahr motor neuzulassung oldtimer pkw-markt prüfstand reifen
        rückruf selbstfahrend sportwagen stickoxid suv verbrenner
    """,
    "aviation": """
        airline ballon ballonfahrt billigairline billigflieger blackbox bodenpersonal bordpersonal charterflug cockpit
        doppeldecker flug flugbegleiter flüge fluggast fluggesellschaft flughafen flughöhe fluglinie fluglotse
        flugpassagier flugroute flugschreiber flugsicherung flugverbindung flugverkehr flugzeug gelandet hubschrauber
        jet kerosin landebahn landung langstreckenflug linienflug luftfahrt maschine notlandung passagier pilot
        propeller rollfeld segelflug start terminal zeppelin
    """,
    "travel": """
        abreise anreise attraktion ausflug ausflüge ausreise aussicht aussichtspunkt ausweis backpack backpacker badeort
        badestrand bed-and-breakfast besichtig besucher bootsfahrt bootstour buchen buchung bungalow camping
        campingplatz einheimische einheimischen einreise eintritt eintrittskarte eintrittspreis fahrkarte feilschen
        ferien feriengast ferienwohnung flugticket freizeitpark fremdenführer führung gasthaus gebucht geldwechsel
        gepäck gipfelwanderung gps grenzübergang herberge hochsaison hostel hotel hotelzimmer idyllisch impfpflicht
        inka-pfad jetlag jugendherberge koffer kompass konsularisch konsulat korallenriff kreuzfahrt kreuzfahrtschiff
        lagerfeuer lagune landeswährung landkarte lodge malerisch mietwagen nächtigung nationalpark nebensaison oase
        öffnungszeiten panoramablick passkontrolle pauschalreise pension ranger reise reisebüro reisedokument
        reiseführer reisegruppe reiseleiter reisen reisende reisepass reiseplan reiseroute reiseveranstalter
        reiseversicher reisewarnung reisezeit reiseziel reservier resort riff rucksack rucksacktourist rundreise safari
        safaripark schlafsack schnorcheln sehenswürdig sicherheitskontrolle skigebiet skiort sonnenbrand sonnencreme
        souvenir stadtführung stadtplan stadtrundfahrt strand strände tagesausflug taschendieb tauchgang taxi ticket
        tour touren tourismus tourist trek trekking trinkgeld übernacht unterkunft urlaub urlauber vielflieger visa
        visafrei visum visumpflicht wandern wanderschuh wanderung wanderweg wechselstube wohnmobil zelt zeltplatz
        zollfrei zollkontrolle
    """,
    "food": """
        abendessen alkohol bäckerei bar bier biergarten bierlokal bohne brot butter café cocktail curry delikatess eier
        eiscreme essbar essen fast-food fisch fleisch fleischerei frucht früchte frühstück garnele gastgarten gastronom
        gemüse geschmack getränk gewürz haubenkoch huhn hühner imbiss kaffee kaffeehaus kartoffel käse kellner kneipe
        koch kochbuch köche kochen konditorei krabbe küche kuchen lamm limonade lokal mahlzeit mais meeresfrüchte
        metzger mineralwasser mittagessen nachtleben nudel obst olivenöl pasta pfeffer pizza reis restaurant rezept rind
        salz schmeckt schnaps schokolade schwein snack speise spitzenkoch suppe süßigkeit tee teehaus tomate torte vegan
        vegetarisch wein weinbau weingut whisky winzer wirt wirtshaus wodka zucker zutat zwiebel
    """,
    "geography": """
        amtssprache angrenzend antarktis äquator äquatorial archipel arktis atlantik atoll befindet berg berge bergkette
        besiedelt bevölkerung bevölkerungsdichte bevölkerungsreichste binnenland binnenmeer breitengrad bucht
        bundesstaat canyon delta departement dialekt dicht distrikt dschungel dünen dünn ebene einwohner eisberg
        entspringt erdteil fjord fläche fluss flüsse flussmündung flussufer gebiet gebirge gebirgskette gelegen gemäßigt
        geröll gesprochen gletscher golf grafschaft grasland grenze grenzstadt grenzt größte größten hafenstadt
        halbinsel hauptstadt heide hemisphäre hochebene hochland höchste höchsten höchster höhe höhle hügel hügelland
        insel inselgruppe inseln inselstaat kanton kilometer kleinste klima kontinent koralleninsel kratersee küste
        küsten land länder landkreis landmasse landschaft längengrad längste längster liegt meer meerenge meereshöhe
        meeresspiegel meilen mittelmeer moor mündet mündung nachbarland nachbarstaat nebenfluss niederschlagsmenge
        norden nordhalbkugel nordküste nördlich nordost nordpol nordsee nordwest osten ostküste östlich ostsee ozean
        pazifik polar präfektur prärie provinz quadratkilometer quadratmeilen quelle regenwald regenzeit region salzsee
        sandstrand savanne schlucht see seehöhe seen sprache staat staaten steppe stromabwärts subtropisch süden
        südhalbkugel südküste südlich südost südpol südwest sumpf taiga tal täler territorium tiefland trockenzeit
        tropen tropisch tundra überseegebiet ufer umgeben vulkaninsel vulkankegel wald wasserfall westen westküste
        westlich wüste zeitzone
    """,
    "cities": """
        abtei altstadt architektur basar basilika bauwerk bezirk botschaftsviertel brunnen burg denkmal dom dorf dörfer
        einkaufsstraße einkaufszentrum erbaut errichtet festung flohmarkt fußgängerzone gärten gebäude gebaut gemeinde
        großstadt hauptplatz hochhaus innenstadt kapelle kathedrale kirche kolonial königspalast kuppel markt märkte
        marktplatz mauer metropole minarett moschee museum obelisk pagode palast park platz promenade pyramide rathaus
        regierungsviertel ruine säule schloss schlosspark schrein siedlung skyline stadt städte stadtmauer stadtteil
        stadttor stadtzentrum synagoge tempel turm uferpromenade unesco viertel vorort wehrturm welterbe welterbestätte
        weltkulturerbe wolkenkratzer zentrum zitadelle zoo
    """,
    "housing": """
        altbau bauen baugrund bauordnung baustelle bauträger bebauung betriebskosten dachausbau dachgeschoß eigenheim
        eigentumswohnung flächenwidmung gemeindebau genossenschaft genossenschaftswohnung grundbuch grundstück
        hausbesitzer hausverwaltung immobilie immobilienmakler immobilienmarkt immobilienpreis kaution leerstand makler
        miete mieten mieter mietpreis mietpreisbremse mietrecht mietvertrag mietzins neubau provision quadratmeter
        sanierung stadtentwicklung stadtplanung vermieter wohnbau wohnbauförderung wohnen wohnraum wohnung wohnungsbau
        wohnungsmarkt wohnungsnot wohnungspreis wohnungssuche zinshaus
    """,
    "austria": """
        bregenz bundesländer burgenland eisenstadt graz innsbruck kärnten klagenfurt linz niederösterreich
        oberösterreich österreich österreichisch pölten salzburg steiermark steirisch tirol vorarlberg wien wiener
    """,
    "germany": """
        bayern berlin deutsch deutsche deutschland dresden düsseldorf frankfurt hamburg hessen köln leipzig münchen
        nordrhein-westfalen sachsen stuttgart
    """,
    "europe": """
        albani athen barcelona belgien belgisch bosni briten britisch budapest bulgar dänemark england estland finnland
        frankreich französisch griechenland griechisch großbritannien holland irisch irland island italien italienisch
        katalan kosovo kroati lettland lissabon litauen london luxemburg madrid mailand malta mazedoni montenegro
        niederlande norwegen paris polen polnisch portugal prag rom rumän schottland schweden schweiz serbi slowak
        sloweni spanien spanisch tschechi tschechisch ungarisch ungarn warschau zypern
    """,
    "eastern_europe": """
        armeni aserbaidschan belarus donezk georgien kasachstan kiew kreml krim moldau moskau russisch russland sowjet
        tschetschen ukrain usbekistan weißrussland
    """,
    "middle_east": """
        afghanistan ägypten aleppo algeri ankara arabien arabisch bagdad beirut damaskus dubai emirate gaza hamas
        hisbollah irak iran islam israel istanbul jemen jerusalem jordani kabul kairo katar kurd kuwait libanon libyen
        marokk muslim pakistan palästin saudi-arab scharia syrien syrisch teheran tripolis tunesi türkei türkisch
    """,
    "asia": """
        asiatisch asien bangkok bangladesch burma china chinesisch delhi hongkong indien indisch indonesi japan
        kambodscha korea lanka laos malaysi mongol mumbai myanmar nepal nordkorea peking philippin pjöngjang seoul
        shanghai singapur südkorea taiwan thailand tibet tokio vietnam
    """,
    "americas": """
        alaska amerikan angeles argentin boliv brasili chicago chile ecuador florida haiti hawaii kaliforni kanada
        kanadisch karibi kolumbi kuba lateinamerika mexik nordamerika paraguay peru südamerika texas uruguay us-amerikan
        usa venezuel vereinigten washington york
    """,
    "africa": """
        afrika afrikanisch angola äthiopi burundi elfenbeinküste ghana kamerun kenia kongo liberia madagaskar mali
        mosambik namibia nigeria ruanda sahara sambia senegal sierra-leone simbabwe somali südafrika sudan südsudan
        tansania tschad uganda
    """,
    "oceania": """
        austral fidschi melbourne neuseeland papua pazifikinsel polynes samoa sydney tonga
    """,
    "medicine": """
        abtreibung adhs adipositas aids alkoholiker allergie alzheimer ambulanz angststörung ansteck antibiotik
        antikörper apothek arterie arznei arzneimittel arzt ärzte ärztin ärztlich asthma atem atmen atmung auge augen
        autismus baby babys bakterie bakterien ballaststoff behandeln behandlung bestrahlung blut blutdruck bluten
        blutgefäß bluthochdruck blutung blutzucker brandwunde bronchitis brustkrebs chemotherapie chirurg cholera
        cholesterin darm darmflora demenz dengue depression desinf desinfektion diabetes diagnos diät dosierung dosis
        droge durchfall ebola ehec eiweiß entzug entzünd epidemie epidemiolog epilepsie erbrech ernährung erreger
        essstörung facharzt fehlgeburt fett fettleibig fieber geburt gehirn gehör gelbfieber gelenk gesundheit
        gesundheitlich gesundheitsbehörde gesundheitsorganisation gesundheitssystem gesundheitswesen grippe halsschmerz
        hausarzt haut hautkrebs hebamme hepatitis herz herzinfarkt hiv höhenkrankheit hormon hospiz husten hygiene
        hygienisch immunsystem impf impfstoff impfung implantat infektion infizier influenza injektion inkubation
        insulin intensivstation kaiserschnitt kalorien karies keim keime kinderlähmung klinik kliniken klinisch knochen
        knochenbruch kokainsucht kondom kopfschmerz krampf krank kranke krankenhaus krankenkasse krankenpfleger
        krankenschwester krankheit krebs lebensmittelvergiftung leber leukämie lunge lungenentzünd magen magersucht
        malaria masern medikament medizin mediziner medizinisch melanom menstru metastase migräne mücken mundschutz
        muskeln muttermilch nahrungsmittel narbe nebenwirkung nerven neugeboren niere nikotin notaufnahme ohnmacht ohr
        operation ordination organspende östrogen palliativ pandemie parasit parkinson patient pest pflege pflegekräfte
        pfleger physiotherap pille placebo polio prostata protein prothese psychi psychiater psychisch psychologe
        psychotherap quarantäne rauchen raucher rauchverbot rehabilitation resistent rettungswagen röteln rückenschmerz
        salbe salmonell samenspende sauerstoffmangel säugling schilddrüse schizophren schlaf schlaganfall schmerz
        schnupfen schwanger schweinegrippe schweiß schwindel seuche speichel spenderorgan spital spitäler spritze
        sterbehilfe sterblichkeit stillen stress symptom tabak tablette testosteron tetanus therapie todesfälle tollwut
        toxisch transplant trauma tuberkulose tumor tumore übelkeit überdosis übergewicht unterernährung urin vergift
        verhütung verletzung viren virus vitamin vogelgrippe wechseljahre weltgesundheit who wirbelsäule wunde
        wundversorg zahn zahnarzt zähne zigarette zika zuckerhaltig
    """,
    "research": """
        akademie analyse analysier anthropolog belegt berechnung daten dissertation doktorand entdeck entdeckung
        erkenntnis erklär erstautor experiment fachblatt fachjournal fachmagazin fachzeitschrift forscher forscherin
        forscherteam forschung forschungs forschungsarbeit forschungseinrichtung forschungsergebnis forschungsförderung
        forschungspreis forschungsprojekt forschungsteam forschungszentrum geisteswissenschaft gelehrte
        grundlagenforschung herausfanden herausgefunden hinweise hypothese informatik institut journal labor linguist
        mathematik mathematiker messung methode modell nachgewiesen nachweis nachweisen naturwissenschaft nobelpreis
        phänomen philosoph probanden professor psycholog publikation publizier rätsel signifikant simulation
        sozialwissenschaft soziolog statistiker stichprobe studie studien studienautor studienleiter team theorie these
        universität untersuchung ursache vermuten vermutlich veröffentlicht versuch versuche versuchsperson versuchstier
        wirkung wissenschaft wissenschaftler wissenschaftlich wissenschafts wissenschaftsfonds zusammenhang
    """,
    "physics_chemistry": """
        aluminium atom atome base beschleunig brechung cern chemie chemikalie chemiker chemisch chlor diamant dichte
        druck eisen elektrisch elektrizität elektromagnet elektron elektronen element elemente energieerhaltung enzym
        flüssig flüssigkeit frequenz fusion gammastrahl gasförmig gefrier geschwindigkeit gestein graphen gravitation
        halbwertszeit helium higgs impuls infrarot ion ionen isolator isotop kalium kalzium katalysator kernphysik
        kohlenstoff kraft kristall kupfer laser lauge legierung legierungen leiter licht linse lithium magnet masse
        materie metall mikroskop mineral mineralien molekül nanopartikel natrium neutron nuklear optisch oxid ph-wert
        phosphor physik physikalisch physiker platin polymer prisma proton quant quanten quantenphysik quecksilber
        radioaktiv radium reaktion reflexion reibung relativität röntgen sauerstoff säure schall schallgeschwindigkeit
        schmelz schwefel schwerkraft siedepunkt silizium spaltung spannung spektroskop spektrum stickstoff strahlung
        stromstärke supraleit teilchen teilchenbeschleuniger teilchenphysik temperaturen titan trägheit ultraviolett
        uran vakuum verbindung verdampf volumen wasserstoff welle wellen wellenlänge zink
    """,
    "space": """
        asteroid astronaut astronom astronomen astronomie astrophysik atmosphäre crew erdatmosphäre erdumlauf esa
        exoplanet galaxie gravitationswelle himmelskörper jupiter jupitermond kapsel komet kosmisch kosmonaut kosmos
        krater landemodul lichtjahr mars marsmission marsrover merkur meteor meteorit milchstraße mission mond
        mondlandung mondoberfläche nasa neptun neutronenstern orbit planet planeten pluto polarlicht pulsar quasar
        raumanzug raumfähre raumfahrt raumschiff raumsonde raumstation rotverschiebung rover satellit saturn saturnmond
        schwerelos sonden sonne sonnenfinsternis sonnensturm sonnensystem sonnenwind startrampe stern sterne sternhaufen
        sternschnuppe sternwarte supernova teleskop trägerrakete umkreist umlaufbahn universum uranus urknall venus
        weltall weltraum weltraumschrott weltraumteleskop zwergplanet
    """,
    "biology": """
        abstammung adler affe affen alge algen allesfresser alligator ameise amphib antilope arten artensterben
        artenvielfalt ausgestorben aussterben australopithecus bakterium bär bären bäume bedroht bestand bestäub beute
        biber biene biolog biologie bison blatt blätter blume blüte blüten botanik botaniker brüten büffel chlorophyll
        chromosom crispr dachs delfin dinosaurier dna dns echse eidechse eierlegen einzeller eisbär elefant ente erbgut
        erbgutanalyse esel eule evolution falke farn fauna feder federkleid federn fell fischarten fische fledermaus
        fleischfresser fliege floh flora fortpflanz fossil frosch frösche fuchs futter gans gattung gecko gefieder gen
        gene genetik genetiker genetisch genom geschlechtsreif gift giftig giraffe gnu gorilla gras gräser hai haie hase
        herde hirsch homo honig huftier hummel hund hunde igel insekt insekten jungtier käfer kamel känguru kaninchen
        katze klauen klon klonen koala koralle krähe krake kralle krebstier krokodil kröte kuh kühe larve lebensraum
        lebewesen lemur löwe löwen männchen maus mäuse meeresbiolog menschenaffe mikrobe mikroben mikroorganismen
        mikroorganismus moos moskito mücke muschel mutation nager nahrung nashorn neandertaler nektar nest nilpferd
        ökosystem orang-utan organismus ornitholog otter paaren paarung panda papagei pavian pferd pferde pflanze
        pflanzen pflanzenfresser pflanzenwelt photosynthese pilz pilze pinguin plankton pollen populationsgröße primaten
        python qualle rabe ratte raubtier raupe reh reptil revier ribosom rna robbe rudel salamander samen säugetier
        saurier schaf schafe schildkröte schimpanse schlange schmetterling schnabel schnecke schwan schwanz schwarm
        seehund skelett sperling spezies spinne stammbaum stammzelle storch strauß tarnung taube tier tierart tiere
        tierwelt tiger tintenfisch trilobit urmensch urzeit verhaltensforsch vogel vögel vorfahr vorfahren wal wale
        weibchen weidetier wespe wildschwein winterschlaf wirbellos wirbeltier wolf wölfe wurm würmer wurzel zebra zecke
        zelle zellen zellkern zellteilung zellwand ziege zoolog zucht zugvogel
    """,
    "history": """
        ägypter altertum antik antike antisemit archäolog assyr aufklärung ausgrab azteken babylon barock bronzezeit
        byzantin ddr deportier dynastie entdecker epoche eroberer faustkeil feldherr feudal fund funde fundstelle
        germanen geschichte gladiator grab grabbeigabe gräber grabkammer griechen habsburg hieroglyph historiker
        historisch höhlenmalerei holocaust imperium inka inschrift jahrhundert jahrhunderts jahrtausend kaiser
        kaiserreich karthago keilschrift kelten keltisch kolonialherr kolonialmacht kolonialzeit kolonist könig
        königreich konzentrationslager kreuzfahrer kreuzzug legion mauerfall maya mesopotam mittelalter mittelalterlich
        monarchie mumie nationalsozial nazi nazis ns-zeit osmanisch papyrus persisch pfahlbau pharao reformation
        renaissance restitution ritter römer römisch seefahrer sklave sklaven sklavenhandel sklaverei sparta
        steinwerkzeug steinzeit sultan sumer tontafel unabhängigkeitserklärung weimarer weltkrieg wikinger zar zeitalter
        zeitgeschichte zeitzeuge zivilisation
    """,
    "engineering": """
        3d-druck automatisch automatisier baukasten beton bildsensor buchdruck chip dampfmaschine digital drucker
        druckmaschine elektromotor elektronik erfinder erfindung erfunden fernseher fließband fluggerät funk funkgerät
        funktioniert funktionsweise gerät geräte glas glühbirne halbleiter hebel hochtechnologie industrieroboter
        ingenieur innovation innovativ keramik kolben konstruktion kunststoff laserstrahl lautsprecher maschine
        maschinen material mechanisch mikrochip mikrofon nanotech objektiv patent platine prototyp prozessor pumpe rad
        radar räder roboter rotor satellitennavigation schaltkreis schnittstelle schreibmaschine sensor sonar steuerung
        stromkreis technik technologie technologisch telegraf transistor tüftler ventil verbrennungsmotor webstuhl
        werkstoff werkzeug
    """,
    "computers": """
        account akku akkulaufzeit algorithmus antivirus anwender app apps arbeitsspeicher auflösung augmented backup
        benutzer benutzeroberfläche beta betriebssystem big-data bildschirm bluetooth botnet brille browser bug
        bundestrojaner chatbot cloud cloudspeicher code computer computersystem computervirus cookie cyber datei dateien
        dateiformat dateisystem datenbank datenleck datenschutz ddos display download entwickler exploit festplatte
        fingerabdruck firewall geheimdienst geheimdienste gesichtserkennung gigabyte grafikkarte hack hacker handy
        handyhersteller hardware installier it-branche it-experte it-sicherheit javascript kopfhörer künstliche laptop
        laufwerk lizenz lücke mainframe malware maschinelles megapixel mikroprozessor monitor neuronal notebook nsa
        nutzer nutzerdaten nutzung open-source ordner passwort patch pdf personal-computer phishing pixel programm
        programmier programmierer programmiersprache protokoll prozessorkern quantencomputer quellcode ransomware
        rechenzentrum rechner router schadsoftware server sicherheitslücke smartphone smartphone-nutzer smartphones
        software speicher spionage sprachassistent spracherkennung ssd supercomputer tablet tablets tastatur touchscreen
        tracking trojaner überwach überwachung update usb user verschlüssel version virtuell vorratsdaten wi-fi wlan
    """,
    "internet": """
        5g adblocker algorithm bitcoin blog blogger breitband browsererweiterung chat crowdfunding cybermobbing darknet
        datenvolumen dating-app drohnen e-mail email fake-news festnetz filesharing follower forum frequenzauktion
        frequenzen gadget glasfaser handytarif hashtag hasspost homepage influencer internet internetanbieter
        internetkonzern internetnutzer internetzugang it-konzern kommentarfunktion leistungsschutzrecht like likes lte
        mails meme messenger mobbing mobilfunk mobilfunkanbieter mobilfunkbetreiber mobilfunker mp3 musikdienst netz
        netzaktivist netzausbau netzbetreiber netzgemeinde netzneutral netzpolitik netzsperre netzwerke nutzerkonto
        online online-banking online-shop onlinedienst onlinehändler onlineplattform piraterie plattform podcast poster
        posting postings profil profilbild provider raubkopie roaming selfie shitstorm sim-karte smartwatch sms social
        social-media sozialen-medien spam start-up startup stream streaming streamingdienst suchanfrage suchergebnis
        suchmaschine teilen telefon telefonie tornetzwerk torrent troll tweet tweets urheberrecht versandhändler
        videoportal viral virtual-reality wearable web web-werbung webseite webseiten webshop website werbeblocker wiki
        youtuber
    """,
    "video_games": """
        addon adventure arcade avatar computerspiel controller dlc e-sport egoshooter game gamepad gamer games gaming
        grafik handyspiel indie joystick konsole level mobile-game multiplayer onlinespiel publisher release retro
        rollenspiel shooter smartphonespiel spielebranche spieleentwickler spielehersteller spielentwickler spielestudio
        spielfigur spielkonsole spielwelt strategiespiel videospiel vr-brille
    """,
    "media": """
        abo abonnent agentur anzeige auflage auslandskorrespondent ausstrahl boulevardzeitung castingshow chefredakteur
        chefredaktion dokumentation dschungelcamp e-paper einschaltquote episode etat fernsehen fernsehfilm fernsehpreis
        fernsehprogramm fernsehsender gebühren gegendarstellung generaldirektor gis gratiszeitung hauptabendprogramm
        herausgeber hörfunk inserat inserate intendant journalismus journalist journalistenpreis kampagne kanal
        karikatur kochshow kolumne korrespondent kreativagentur krimiserie late-night leser leserschaft live-übertragung
        magazin marketing marktanteil mediaagentur medien medienbehörde mediengesetz medienhaus medienkonzern
        medienmanager medienminister medienpolitik medienunternehmen moderator moderatorin nachrichten
        nachrichtenagentur nachrichtenmagazin nachrichtensendung newsroom öffentlich-rechtlich paid-content paywall
        plakat pr-agentur presse pressefreiheit pressekodex pressekonferenz presserat primetime printausgabe printmedien
        privatfernsehen privatradio privatsender programmdirektor programmreform programmschema public-relations quiz
        quizshow quote quoten quotenbringer radio radiosender reality-tv redakteur redaktion redaktionell reichweite
        reporter rundfunk satire satiriker sender sendung serie show showmaster sitcom soap sponsor sponsoring spot
        spots staffel stiftungsrat tageszeitung talk talkshow telenovela tv tv-duell tv-film tv-rechte tv-serie tv-show
        übertragungsrechte verlag verleger vorabend werbe werbeagentur werbekunde werbemarkt werberat werbespot
        werbeumsatz werbewert werbung wochenzeitung zeitschrift zeitung zeitungsverlag zielgruppe zuseher
    """,
    "music": """
        album arie ballett band bariton bass blues bühne cello cembalo charts chor country debütalbum dirigent dj
        festival flöte folk funk geige gitarre gitarrist hip-hop hiphop hit hitparade hits instrument jazz kammermusik
        keyboard klarinette klassik klavier komponierte komponist komposition konzert konzerte konzerthaus libretto lied
        lieder livealbum melodie metal mezzosopran musical musik musikbranche musiker musikerin musikfestival musikpreis
        musikverein oboe oper opern opernhaus opernsänger oratorium orchester orgel ouvertüre percussion philharmon
        pianist platte plattenfirma plattenlabel pop popmusik popsänger popstar posaune punkband punkrock rapper refrain
        reggae rock rockband rockmusik sänger sängerin saxofon schlager schlagzeug sinfonie singer-songwriter single
        song songcontest songs sopran soul staatsoper strophe studioalbum symphonie synthesizer tanz tänzer techno tenor
        tournee trommel trompete uraufführung vinyl violin volksmusik
    """,
    "film": """
        actionfilm animationsfilm blockbuster box-office darsteller dokumentarfilm dreharbeiten drehbuch drehort fantasy
        film filme filmemacher filmfest filmfestspiele filmgeschichte filmkritik filmmusik filmpreis filmproduktion
        filmproduzent filmschnitt filmstar fortsetzung hauptrolle horrorfilm kamera kameramann kino kinofilm kinokasse
        kinos kinostart komödie kurzfilm leinwand nebenrolle premiere regie regiedebüt regisseur regisseure regisseurin
        remake schauspieler schauspielerin science-fiction spielfilm stummfilm superheld szene szenen thriller trailer
        western
    """,
    "literature": """
        autor autoren autorin bestseller bibliothek biografie buch bücher buchhandel buchhändler buchmarkt buchmesse
        buchpreis comic comics dichter dramatik erstausgabe erzähl erzählerin erzählung essay gedicht gedichte
        graphic-novel hardcover ich-erzähler jugendbuch kapitel kinderbuch krimi kurzgeschichte lesung literarisch
        literat literatur literaturfestival literaturkritik literaturnobelpreis literaturpreis lyrik lyriker manuskript
        märchen poesie poet poetry prosa protagonist roman romane satz schriftsteller taschenbuch übersetzer übersetzung
        verlegerin zeichner
    """,
    "art": """
        aquarell architekt auktion ausgestellt ausstellung ausstellungs avantgarde biennale bildhauer design designer
        exponat expressionis fotograf fotografie fotokunst fresko galerie gegenwartskunst gemälde impressionis
        installation kubis kulturbetrieb kulturhauptstadt kulturpolitik kunst kunstgeschichte kunsthalle künstler
        künstlerin kunstmarkt kunstmesse kunstobjekt kunstpreis kunstsammlung kunstszene kunstverein kunstwerk kurator
        kuratorin laufsteg leihgabe maler malerei mode modedesign modenschau moderne museen museumsdirektor ölgemälde
        performance pop-art porträt restaurier retrospektive sammler sammlung selbstporträt skulptur surrealis
        textilkunst vernissage videokunst zeichnung zeitgenössisch
    """,
    "theatre": """
        akrobat aufführ bühnenbild bühnenstück choreograf clown comedian comedy dramatiker ensemble festspiele
        festwochen humor inszenier kabarett kabarettist komiker kostüm kostüme landestheater monolog musical pantomime
        performance probe proben publikum puppentheater regisseurin requisit schauspiel schauspielhaus souffleur
        spielplan staatstheater stadttheater stück tanztheater theater theaterregisseur theaterstück tragödie
        volkstheater zirkus
    """,
    "celebrities": """
        adel adelig babyglück begräbnis berühmt boulevard ehefrau ehemann ehrengrab filmstars geburtstag gestorben
        glamour guinness heirat heiratete herzog hochzeit hundertjährig jackpot jetset klatsch königsfamilie königshaus
        kronprinz kurios liebespaar lotto lottogewinn model nachruf paparazzi playboy prinz prinzessin promi promi-paar
        prominent prominente prominenter queen royal scheidung schönheitskönigin skurril society star starlet stars
        thronfolger todesursache trauer unterhaltung verlobt verlobung verstorben
    """,
    "religion": """
        ahnen apostel atheis bibel bischof brahman buddha buddhis buddhismus burka christ christen dalai diözese
        erzbischof evangelisch evangelium fastenmonat freikirche gebet glaube gläubige gott götter gottesdienst gottheit
        göttin heilig heiligsprech hindu hinduismus imam islamisch jesus jude juden jüdisch kardinal karma katholisch
        kirchen kirchenaustritt kirchlich kloster konklave kopftuch koran kreuzigung mekka mohammed mönch mormon moslem
        mythologie mythos nonne ordensbruder ordensfrau orthodox papst pfarrer pilger pontifex predigt priester prophet
        protestantisch rabbi rabbiner ramadan religion religiös ritual sabbat sakrament säkular schiit seele sekte sikh
        sunnit talmud taufe theolog theologie thora vatikan vatikanisch wallfahrt
    """,
    "education": """
        abitur alphabetisier analphabet aufnahmeprüfung aufnahmetest bachelor berufsschule bildung bildungs
        bildungspolitik bildungsreform campus diplom direktorin doktorat elternverein erwachsenenbildung erzieher
        fachhochschule fremdsprache frühförder ganztagsschule gesamtschule gesamtschulen gymnasium hauptschule
        hausaufgabe hausübung hochschule hochschüler hörsaal kinder kindergarten kita klasse klassenvorstand
        klassenzimmer krippe lehrer lehrerausbildung lehrergewerkschaft lehrerin lehrplan lernen master matura nachhilfe
        noten öh pädagog pädagogik pflichtschule privatschule promotion prüfung rechnen rektor rektorin schulbuch schule
        schulen schüler schuljahr schulklasse schulreform schulschluss schulstart seminar sonderschule sprachkurs
        stipendium student studenten studienanfänger studienbeihilfe studiengebühren studienplatz studierende studium
        stundenplan uni unis universitäts unterricht volkshochschule volksschule vorlesung zentralmatura
        zugangsbeschränk
    """,
    "environment": """
        abfall abgeholzt abholz abwasser agrar agrarpolitik artenschutz artenschutzabkommen aufforst bauer bauern
        bewässer bienensterben bio-lebensmittel biobauer biodivers co2 co2-ausstoß dünger elfenbein entwald erderwärmung
        ernte feinstaub gentechnik getreide glyphosat grundwasser imker insektensterben kläranlage klimaabkommen
        klimaforscher klimagipfel klimakonferenz klimamodell klimaneutral klimaschutz klimawandel klimaziel kohlendioxid
        landwirt landwirtschaft landwirtschaftskammer luftverschmutz massentierhaltung methan mikroplastik milch
        milchpreis milchquote monokultur müll mülldeponie mülltrennung nachhaltig nationalparks naturschutz
        naturschützer naturschutzgebiet ölpest ölteppich ozonloch pestizid pflanzenschutz plastik plastiksackerl recycl
        recycling regenwälder renaturier rodung saatgut schlachthof smog tierhaltung treibhausgas trinkwasser überfisch
        umwelt umweltkatastrophe umweltministerium umweltorganisation umweltschutz umweltschützer umweltverschmutz
        verschmutz viehzucht walfang wasserverschmutz weizen wilderei wilderer
    """,
    "society": """
        aborigin adoptionsrecht alltag alterung antirassis ausländerfeind belästigung bevölkerungswachstum brauch
        demograf demografie diskriminier ehe einsamkeit eltern ethnisch feminis frauen frauenquote frauenrecht
        fremdenfeind geburtenrate gender generation generationen gesellschaft gleichberecht hautfarbe homo-ehe
        homosexuell identität indianer indigen intersex inuit jugend jugendliche kultur kulturen lebenspartnerschaft
        lebensqualität lebensstil lesb männer maori minderheit rassis roma schwul sexismus sexualität sexuelle sinti
        sprachgruppe stamm stämme stammes tradition transgender ureinwohner vielfalt volksgruppe volkszählung vorurteil
        zivilgesellschaft
    """,
    "leisure": """
        achterbahn angeln ballsaison basteln brettspiel brettspiele briefmarke casino club disco diskothek fasching
        feier feiern feiertag fest feste feuerwerk fotografieren freizeit freizeitaktivität garten gartenarbeit gärtner
        glücksspiel grillen heimwerk hobby hobbys jagd jäger jahrmarkt karneval kartenspiel kirtag kostümfest
        münzsammler nachtclub nähen oktoberfest opernball ostern parade party picknick poker puppe puzzle roulette salsa
        sammeln silvester sonnenbaden spiel spielautomat spiele spielen spielzeug straßenfest stricken tango tanzen
        tanzkurs teddybär unterhaltung vergnügen vergnügungspark volksfest weihnacht würfel zirkuszelt
    """,
    "pets": """
        ausgebüxt entlaufen haustier krokodil tiergarten tierheim tierpark tierschutz zoo
    """,
}
# Common words in which an entry stands by chance.
_PLAIN: Final = frozenset(
    """
    angemessen beispiel dermassen dessen dieselbe dieselben derselbe dritter gemessen gestern indessen infolgedessen
    interesse interessen interessiert sondern unterdessen vergessen währenddessen wessen
    """.split()
)
_ENDINGS = ("", "s", "es", "e", "en", "n", "er", "ern", "in", "innen")
_SHORTEST_FRONT = 4
_SHORTEST_END = 5  # shorter ones end many words by chance

FIELDS: Final = {name: frozenset(words.split()) for name, words in _WORDS.items()}
_FIELDS_OF: Final = {
    entry: [name for name in sorted(FIELDS) if entry in FIELDS[name]]
    for entry in sorted(frozenset().union(*FIELDS.values()))
}
_LONGEST = max(map(len, _FIELDS_OF))


@lru_cache(maxsize=500_000)
def entries(word: str) -> tuple[str, ...]:
    """The entries that a lower-case word stands for: none, one, or those at the front and the end of a compound."""
    if word in _PLAIN:
        return ()
    whole = _without_ending(word, 1)
    if whole:
        return (whole,)
    fronts = (word[:end] for end in range(min(len(word), _LONGEST), _SHORTEST_FRONT - 1, -1))
    # Longer ends are no entry: a "word" of a million letters costs no more than others.
    starts = range(max(1, len(word) - _LONGEST - max(map(len, _ENDINGS))), len(word) - _SHORTEST_END + 1)
    ends = (_without_ending(word[start:], _SHORTEST_END) for start in starts)
    found = (next((front for front in fronts if front in _FIELDS_OF), ""), next(filter(None, ends), ""))
    return tuple(entry for entry in found if entry)


@lru_cache(maxsize=500_000)
def fields(word: str) -> tuple[str, ...]:
    """The subject fields of a lower-case word, each once, in alphabetical order."""
    return tuple(sorted({name for entry in entries(word) for name in _FIELDS_OF[entry]}))


def _without_ending(word: str, shortest: int) -> str:
    """The entry that the word is but for an ending; empty where there is none."""
    stems = (word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending))
    return next((stem for stem in stems if len(stem) >= shortest and stem in _FIELDS_OF), "")
