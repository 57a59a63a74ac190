"""How the author of a German news text tells where somebody stands, without any verb of saying.

Idioms, support verbs with their nouns, words for people who are for or against something, and adjectives that judge.
They are a part of the lists of `language.attitudes`, in its notation: forms of a head, `|`, and what goes with it in
the same clause. Written down from general knowledge of the language, not counted out of a corpus; kind by kind, so that
a gap shows where a list is read.
"""

from __future__ import annotations

from typing import Final

# Adjectives and nouns by which a thing is judged: "hält … für", "nennt …", "ist für … ein".
GOOD: Final = (
    "richtig/gut/sinnvoll/notwendig/nötig/unverzichtbar/überfällig/vertretbar/vernünftig/geboten/gerecht/unausweichlich/"
    "unumgänglich/zwingend/angemessen/gelungen/zumutbar/machbar/fair/klug/unabdingbar/unerlässlich/wünschenswert/"
    "dringend/legitim/berechtigt/ausgewogen/zukunftsweisend/alternativlos/überzeugend/hilfreich/nützlich/wichtig/"
    "lohnend/wegweisend/segen/gewinn/glücksfall/glücksgriff/fortschritt/meilenstein/chance/vorbild/durchbruch/muss/"
    "selbstverständlich/selbstverständlichkeit/pflicht/herzenssache/herzensangelegenheit/herzensanliegen"
)
BAD: Final = (
    "falsch/unnötig/überflüssig/verfehlt/gefährlich/schädlich/übertrieben/überholt/verfrüht/unverantwortlich/unsinnig/"
    "unsinn/unfug/quatsch/irrsinn/wahnsinn/irrweg/fehler/schlecht/ungeeignet/unzureichend/unbrauchbar/ungerecht/"
    "unsozial/unfair/unangemessen/unverhältnismäßig/unrealistisch/weltfremd/realitätsfern/naiv/zynisch/untauglich/"
    "unausgereift/unpraktikabel/unbezahlbar/nutzlos/wirkungslos/sinnlos/fatal/verheerend/augenwischerei/mogelpackung/"
    "farce/zumutung/skandal/schnapsidee/luftnummer/verfassungswidrig/rechtswidrig/unzulässig/kontraproduktiv/"
    "entbehrlich/verzichtbar/inakzeptabel/unannehmbar/untragbar/absurd/grotesk/gift/sackgasse/katastrophe/"
    "kampfansage/affront/bevormundung/gängelei/schikane/teufelszeug/tabu/tabubruch/indiskutabel/undenkbar/ausgeschlossen/"
    "unvorstellbar/albtraum/ärgernis/unding/aktionismus/symbolpolitik"
)

DEMAND: Final = """
sorg- gesorgt | dafür
aufforder-
trommel- trommeln getrommelt | für/dafür
weib- weibel- geweibelt | für
mobil | für/dafür
forcier- propagier-
verfecht- verficht verfocht-
ring- rang gerungen | um
lechz- gelechzt giert gieren | nach
liebäugel- geliebäugelt | mit/damit
kokettier- | mit
spiel- | gedanken mit
fahnen | auf geschrieben/schreib-
agenda wunschliste wunschzettel tagesordnung | auf oben/weit
priorität | hat/hätte/höchste/oberste/für
herzensanliegen herzensprojekt herzenswunsch lieblingsprojekt prestigeprojekt kernforderung kernanliegen hauptanliegen
wahlversprechen wahlziel kernpunkt | der/von/des/für/ist/gehört
setz- gesetzt setzte setzten | auf/darauf
bau- baut baute bauten gebaut | auf/darauf
mach- macht- gemacht | dampf
aufs | tempo drück-/gedrückt
tempo dampf | bei/beim
wart- gewartet | lange/sehnsüchtig/ungeduldig auf/darauf
weit | nicht geh- genug
schnell | nicht geh- genug
vermiss- vermisst
einsatz engagement plädoyer kampagne | für
engagier- | für/dafür
lanze | für/dafür brach-/brech-/brich-/gebrochen
partei | für ergr-/ergreif-/nimmt/nahm
wort | das red-/geredet
wort | +redet das/dem
stimm- | für erheb-/erhob/erhoben
unterschriften petition bürgerbegehren volksbegehren mahnwache demo | für
initiier-
anstoß- angestoßen anzustoßen anschieb- angeschoben
durchsetz- durchgesetzt durchzusetzen durchbox- durchgeboxt durchdrück- durchgedrückt durchbring- durchgebracht
setz- box- drück- bring- bracht- | !durch
erkämpf- erstreit- ertrotz-
buhl- gebuhlt bewirb- beworben bewarb- | um/darum
leit- geleitet | wege in
angriff | in nehm-/nimmt/nahm/genommen
ernst | mit/damit mach-/macht-/gemacht
nägeln | auf brenn-
herzen | am lieg-/lag-
treiber antreiber triebkraft initiator initiatorin urheber urheberin ideengeber | von/der/des/hinter/vom
wahlkampf | mit zieh-/zog-/geh-/ging-
versprechen versprochen | will/einlös-/halten/gehalten/umsetz-
"""

APPROVE: Final = f"""
befürworter- anhänger- verfechter- fürsprecher- unterstützer- vorkämpfer- verteidiger- | der/des/von/einer/eines/vom
~befürworter ~befürwortern ~befürworters ~befürworterin ~befürworterinnen ~anhänger ~anhängern ~anhängerin
~unterstützer ~unterstützern ~verfechter ~verfechterin ~fan ~fans
fan fans | von/der/des
rückenwind rückhalt rückendeckung schützenhilfe unterstützung zustimmung zuspruch beifall applaus lob | für/zu/zur/zum
rückenwind rückhalt rückendeckung schützenhilfe unterstützung zustimmung | aus/von/vom/bei/beim/durch/unter/in
anklang | find-/fand-/gefunden
gefallen geschmack | an find-/fand-/gefunden
gegenliebe zustimmung sympathie sympathien wohlwollen begeisterung | auf stieß-/stoß-/stöß-/triff-/traf-/bei
sympathie sympathien | für/mit/heg-/hat/haben/hätte
sympathisier- | mit/damit
sonnenseite freuden | mit/auf
wink- nick- nickt- stimmt | !durch
wink- nick- | !ab
durchwink- durchgewunken durchgewinkt durchzuwinken abgenickt abnick- abzunicken
zieh- zog- geh- ging- mach- spiel- | !mit
mitzieh- mitgezogen mitgeh- mitgegangen mitmach- mitgemacht mitzumachen mitspiel-
beipflicht- beigepflichtet
leben | kann/können/könnte/könnten/konnte/lässt mit/damit
anfreund- angefreundet anzufreunden freundet | sich mit/damit
erwärm- | sich für/dafür
aussöhn- ausgesöhnt arrangier- abgefunden abfind- abzufinden | sich/hat/haben mit/damit
frieden | ihren/seinen mit gemacht/mach-/schloss-/geschlossen/schließ-
begeister- begeistert | für/von/sich/über/zeig-/ist/sind
angetan überzeugt | von/davon
schwärm- geschwärmt | von/davon/für
rühm- gerühmt | als/das/die/den
feier- gefeiert | als/das/die/den erfolg/fortschritt/sieg/durchbruch/meilenstein
feier- gefeiert | aus/ende/abschaffung/rückkehr/einführung/beschluss/entscheidung
verspr- versprich- | sich viel/einiges/vorteile/entlastung/gewinn/schub/besserung/mehr
glaub- | an nutzen/wirkung/erfolg/sinn
vertrau- | auf/darauf
abgewinnen | viel/einiges/etwas/durchaus
abgeneigt | nicht
übrig | viel/etwas für
zu | >haben für/dafür
rüttel- gerüttelt | nicht/niemand/kein-/lassen an/am/daran
unverhandelbar unantastbar
verhandelbar | nicht
türen | offene
licht | grünes
weg | frei gemacht/mach-/macht-/geb-/gab-
bahn fahrt | freie
segen plazet placet okay einverständnis einwilligung | gab/gibt/geben/gegeben/erteil-/dazu/bekam/bekommt
bord boot | an/im mit/hol-/ist/sind
schulterschluss | mit/bei
ring- rang durchring- durchgerungen durchzuringen | zu/zur/zum/dazu ja/durch-/zustimmung
gegenüber | positiv/wohlwollend/aufgeschlossen/offen/freundlich steh-/stand-
positiv wohlwollend | beurteil-/bewert-/äußer-/sieht/sehen/sah/reagier-/aufgenommen/aufnahm-
gut | heiß-/befunden/angekommen/ankommt/aufgenommen
kommt kam kamen kommen | gut/blendend/bestens !an
erfreut erleichtert froh glücklich | über/darüber
freut freuen freute freuten
heiß- hieß- | >willkommen
halt- hält hielt- erachte- empfind- empfand- | für/als {GOOD}
nenn- nannte- bezeichn- wert- bewert- betracht- einstuf- preis- pries- lob- seh- sieht sah- | als/das/die {GOOD}
nenn- nannte- bezeichn- wert- bewert- betracht- einstuf- preis- pries- lob- seh- sieht sah- | den/darin/in {GOOD}
nennt nennen nannte nannten | {GOOD}
für | ist/sind/sei/wäre/bleib- {GOOD}
kampf einsatz | um/für erhalt/bleib-
festhalten | am/an
steht stehen stand standen | fest/treu/geschlossen/voll/uneingeschränkt zu/zur/zum/hinter
seite | an/auf der steh-/stand-/weiß/wissen
pate | steh-/stand-
richtig | schritt/weg/signal/entscheidung
einig- einigten einigt | auf/darauf
schließt schloss schlossen schließen | sich forderung/vorschlag/vorstoß/antrag/initiative/ruf !an
gefällt gefiel gefielen
bevorzug- bevorzugt präferier- favorisier-
schmackhaft | mach-/gemacht
koalitionsvertrag vereinbarung | verankert/festgeschrieben
wahlprogramm programm | steht/stehen/stand
votum ja | klares/klaren/deutliches/deutlichen/einstimmiges/einstimmigen für/zu/zur/zum
mehrheit | für/dafür sprach-/spricht/stimm-/votier-
mehrheit | fand/fanden/find-/bekam-/bekomm-/erhielt-/erreich-/errang-/zustande
gegenstimme gegenstimmen enthaltung enthaltungen | ohne
gegenstimme gegenstimmen | erhielt/erhielten/bekam/gab/nur/wenig-/bei
angenommen | mehrheit/stimmen/einstimmig/gegenstimme/gegenstimmen/knapp/deutlich
geh- ging- | antrag/papier/resolution/entwurf/vorlage/gesetz !durch
durchgegangen durchgeht durchging
passier- | parlament/landtag/rat/stadtrat/kreistag/ausschuss/kabinett
unterschreib- unterschrieb- unterschrieben unterzeichn- | aufruf/bitte/appell/petition/forderung/brief/resolution
"""

REJECT: Final = f"""
kritiker- gegner- widersacher- skeptiker- feind feinde | der/des/von/einer/eines/vom
~gegner ~gegnern ~gegners ~gegnerin ~gegnerinnen ~kritiker ~kritikern ~kritikerin ~skeptiker ~skeptikern ~feind ~feinde
mobil | gegen/dagegen
wetter- gewettert polter- gepoltert schimpf- geschimpft ätz- geätzt zürn- stänker- agitier- | gegen/über/auf/dagegen
geißel- gegeißelt verteufel- verteufelt verdamm- verdammt brandmark- gebrandmarkt attackier- attacke attacken
zuwider suspekt verhasst verpönt
dorn | auge
tuch | rotes/rote
strich | gegen geh-/ging-
graus gräuel greuel ärgernis
graut graute grausen grauen | vor/davor
bauchschmerzen bauchweh kopfschmerzen magenschmerzen kopfzerbrechen unbehagen
missfall- missfällt missfiel- unmut verdruss argwohn argwöhn-
ärger verärgerung groll empörung entrüstung aufschrei wut | über/bei/in/unter/von/gegen/sorg-/wächst/auslös-
verärgert sauer wütend verstimmt verschnupft erbost ungehalten misstrauisch | über/auf/reagier-/zeig-/ist/sind/war
alarmiert besorgt | über/auf/reagier-/zeig-/ist/sind
reserviert kühl distanziert ablehnend abwehrend | gegenüber/reagier-/steh-/äußer-/zeig-
schulter | kalte
ohren | taube-
granit | auf beiß-/biss-/biß
gegenwind gegenwehr | aus/von/vom/bei/für/gegen/durch/in
gegenliebe verständnis begeisterung freude zustimmung | wenig/kaum/kein-
töne worte | schärf-/scharf-/kritisch-/skeptisch-/deutlich- gegen/von/vom/aus/zu/zur/zum
fall | zu bring-/gebracht/brachte-
mauer- mauert gemauert | gegen/bei/beim
quer | stell-/gestellt/leg-/gelegt/schieß-/schoss-
riegel | vor/vorschieb-/vorgeschoben/vorzuschieben
abfuhr korb | erteil-/erhielt/holt-/kassier-/gab/gibt/geben/gegeben/erhält
absage absagen | von/vom/aus/für/zur/zum/kam/kommt/erhielt/kassier-
karte | rote zeig-/gezeigt
bremse | auf/der/die steh-/stand-/tret-/tritt/trat-/drück-
bremser | bei/als/der/gilt
bleib- blieb- geblieben | hart/unnachgiebig/stur/unerbittlich
kampf | angesagt/ansag-/sag-
feldzug kreuzzug kampagne klage klagen beschwerde einspruch verfassungsbeschwerde | gegen
unterschriften petition bürgerbegehren volksbegehren mahnwache demo proteste | gegen
felde feld | gegen zieh-/zog-/gezogen
barrikaden zinne palme | auf
zähnen | mit klauen gegen
klagen geklagt klagt klagte | dagegen
streik- gestreikt angehen ankämpf- vorgehen vorgegangen aufbegehr- rebellier- revoltier- | gegen/dagegen
anfecht- angefochten anficht
durchfall- durchgefallen | lass-/ließ-/bei/beim
fiel fällt | !durch
abschmetter- abgeschmettert abbügel- abgebügelt abgekanzelt abkanzel- zerpflück- verriss- verreiß-
schmetter- bügel- schmettert | !ab
abblitz- abgeblitzt | lass-/ließ-/lässt/bei/beim
abgewinnen | nichts/wenig/kaum
übrig | nichts/wenig/kaum für
abgeneigt
abstand | nehm-/nimmt/nahm-/genommen von/davon/vom
finger | von/davon/vom lass-/lässt/ließ-
verabschied- | sich von/vom
abschied | von/vom nehm-/nimmt/nahm-/genommen
wend- wandt- | sich !ab
abgewandt abwend- abgewendet | sich/von/hat/haben
stoß- stößt stieß- stör- störte- | sich an/am/daran
anstoß | an/am/daran nehm-/nimmt/nahm-/genommen
ärger- aufreg- regt empört echauffier- | sich über/darüber
haar | kein- gut-
träne | kein- nach
unvereinbar | mit
infrage frage | kommt/komme/käme/kommen nicht/kein-
betracht | nicht/kein- kommt/kommen/komme/käme
linie | rote
zu | >machen nicht/kein- mit
zu | >haben nicht/kein- mit
zeit | aus gefallen
rüttel- gerüttelt | an/am/daran
sturm | läuft/laufen/lief/liefen/gelaufen
entzieh- entzieht entzog- entzogen versag- | unterstützung/zustimmung/gefolgschaft/rückhalt
zieh- zog- zurückgezogen zurückzieh- | zustimmung/unterstützung/zusage
kündig- aufgekündigt aufkündig- | unterstützung/zustimmung/konsens/kompromiss
bröckel- schwind- | unterstützung/zustimmung/rückhalt
verwässer- unterminier- aushebel- ausgehebelt aushöhl- ausgehöhlt ausbrems- ausgebremst
bedauer- bedauert
negativ ablehnend kritisch skeptisch | beurteil-/bewert-/äußer-/sieht/sehen
negativ ablehnend kritisch skeptisch | sah-/reagier-/aufgenommen/gegenüber/steh-/stand-
kritisch | haltung/stimmen
halt- hält hielt- erachte- empfind- empfand- | für/als {BAD}
nenn- nannte- bezeichn- wert- bewert- betracht- einstuf- seh- sieht sah- kritisier- gescholten | als/darin {BAD}
nenn- nannte- bezeichn- wert- bewert- betracht- einstuf- seh- sieht sah- kritisier- gescholten | in/eine/einen {BAD}
nennt nennen nannte nannten | {BAD}
für | ist/sind/sei/wäre/bleib- {BAD}
gegen | spricht/sprechen/sprach/sprachen viel/vieles/alles/einiges
widerstand protest widerspruch | aus/von/vom/bei/in/unter/kam/kommt/reg-/rühr-/formier-/wächst/wuchs/stieß-/stoß-/stöß-
widerstand gegenwehr | leist-/geleistet/ankündig-/angekündigt/kündig-/organisier-
bedenken | aus/von/vom/bei/wegen/kamen/kommen/überwieg-/gibt/gab/bestehen/weck-
vorbehalte skepsis abneigung | gegen/gegenüber/bei/in/unter/heg-/überwieg-/herrsch-/wächst
argument | gegen
nein | klares/klaren/deutliches/deutlichen/entschiedenes zu/zur/zum
kein- | freund/freundin/fan/anhänger/anhängerin/befürworter
loszuwerden loswerden
schmeckt schmeckte schmecken passt | nicht/gar
boykott boykottaufruf
beschwer- beschwert | sich über
beteilig- beteiligt | nicht sich an/daran
reicht reichen reichte | nicht !aus
steht stehen stand standen | >gegen
scheiter- gescheitert | antrag/vorstoß/vorschlag/resolution/vorlage/abstimmung
mehrheit | verfehl-/fehlt-
niedergestimmt niederstimm- überstimmt
"""

OPEN: Final = """
hader- gehadert | mit/noch/damit
ring- ringt rang | noch position/haltung/linie/antwort
ring- ringt rang- gerungen | sich/selbst mit
zerrissen uneinig uneinigkeit
hergerissen
frei | gab/gibt/geben/gegeben stimm-/abstimmung/votum
gewissensfrage gewissensentscheidung
zeit | auf spiel-
lavier- taktier- schlinger- eier- herumgedruckst
windet winden wand | sich
unparteiisch überparteilich äquidistanz
vorbehalt | unter
jein
klärungsbedarf gesprächsbedarf beratungsbedarf redebedarf diskussionsbedarf
fragezeichen | hinter/setz-/mach-/viel-
fragen | offene/viele hat/haben/hätte/bleiben/sieht
gleichgültig egal schnuppe
durchring- durchringen | nicht/noch
abschließend- | nicht/kein-/noch haltung/meinung/position/urteil/geäußert/entschieden
haltung position linie kurs | such-/ringt/ringen/sortier-
zaun | auf sitzt/sitzen
schwebe | in
ergebnisoffen
fest- | nicht/noch legen/gelegt
abgerückt | weder
gelegt | nicht fest
ball | flach halt-/hält/hielt-
deckung | aus nicht
farbe | nicht/kein- bekenn-/bekannt
karten | nicht/kein- blick-/schauen/legen
überwies- überwiesen überweis- verwies- verwiesen | an/zurück vorstand/ausschuss/kommission/gremium/arbeitsgruppe/rat
zurückgestellt zurückstell- ausgeklammert ausklammer-
stell- | antrag/frage/entscheidung/punkt/vorschlag !zurück
befasst behandelt | nicht
weder | für/dafür noch
weder | noch empfehlung/haltung/meinung/position/votum/stellungnahme/stellung/festlegung/urteil/partei
befürworter- | gegner-/kritiker-
weder | annahme/ablehnung/zustimmung/mehrheit
abwartend | haltung/steht/verhält/reagier-/gibt/zeig-
"""

YIELD: Final = """
widerstand ablehnung blockade skepsis | bröckel-/schwind-/erlahm-/schmilzt/schmolz/gebrochen/gewichen/weicht/wich
überzeugen | lass-/ließ-/lässt nun/inzwischen/doch
umgestimmt umstimmen | lass-/ließ-/lässt/hat/haben/wurde-/worden
einschwenk- eingeschwenkt
"""

MORE: Final = """
gestatt- freigeb- freigabe legalisier- legalisierung
wiedereinführ- wiedereingeführt wiedereinzuführen wiedereinführung wiederbeleb- wiederaufbau-
verdoppel- vervielfach- vergrößer- verbreiter- aufwert- aufgewertet modernisier-
förder- gefördert förderung subventionier- subventionierung
einricht- eingerichtet einzurichten einrichtung etablier- installier-
vorschreib- vorgeschrieben vorzuschreiben festschreib- festgeschrieben
entsend- entsandt entsendung stationier- stationierung
retten gerettet rettung | &will/&wollen/&möchte/&möchten/&soll/&muss/&müssen/&kampf/&ringen/&versuch-
zementier-
länger längere längeren längerer längeres
"""

LESS: Final = """
abreiß- abgerissen abzureißen abriss
kippen kippt kippte kippten gekippt
aufweich- aufgeweicht aufzuweichen stutzen gestutzt schleifen geschleift
begraben beerdigen beerdigt einstampf- eingestampft abwickl- abgewickelt abwicklung
dichtmach- dichtgemacht dichtzumachen
ausbrems- ausgebremst
verkleiner- verkleinert verkürz- verkürzt verkürzung
entfern- tilgen getilgt
kürzer- kleiner- geringer- niedriger- schwächer- kürzen kürzung
reiß- riss- | !ab
weich- | !auf
stampf- | !ein
fahr- dreh- schraub- fuhr- | !zurück
mach- | !dicht
aus | für/des/der/von/vom
änder- geändert | an/am/daran/etwas
"""
