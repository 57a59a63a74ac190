"""How German words an attitude: verbs, nouns and phrases that demand, approve, reject, or leave a question open.

Each line of a list below names one expression: forms of its head before the bar, and after it the words that go with
it in the same clause. An entry that ends in `-` is a prefix, one after `~` the end of a compound, of heads as well, and
`für/nach` is one of the two. `+ab` must stand after the head, as a separated verb particle does, `!ab` must close its
clause as well, and `>gegen` follows at once; `$` says that the head closes its clause, `^` that an infinitive with "zu"
goes with it, in its clause or the next, `:wenn` that the next clause begins so. What follows `&` may belong to another
expression as well. A participle that only describes a noun ("die kritisierten Pläne") is no attitude, unless it is said
whose ("die vom Rat kritisierten Pläne"). Written by hand, none of it counted out of a corpus; what needs no verb of
saying stands in `language.idioms`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final

from standpunkt.language import idioms
from standpunkt.language.lexicons import NEGATIONS

Companions = tuple[tuple[str, ...], ...]

_REACH = 16  # words between a head and what goes with it
GOVERNING = ("demand", "modal", "threat", "approve", "reject")

_DEMAND: Final = """
forder- gefordert einforder- einzufordern
verlang-
dräng- gedrängt drang drangen dringen dringt gedrungen | auf
poch- gepocht | auf
beharr- | auf
besteh- bestand bestanden | auf/darauf
pläd- plädier- | für/dafür
werb- wirb- warb- geworben | für/um/dafür/darum
mach- gemacht | stark für/dafür
setz- gesetzt einsetz- eingesetzt einzusetzen | +ein für/dafür
eingesetzt einsetz- | für/dafür
sprech- spricht sprach- | für/dafür +aus
ausgesprochen aussprech- ausspricht aussprach- | für/dafür
tret- tritt trat traten | für/dafür +ein
eintret- eintritt eingetreten | für/dafür
kämpf- gekämpft | für/dafür/um/darum
streit- stritt- | für/dafür
ruf- ruft rief- | +auf zu/zur/zum/dazu
aufgerufen aufruf- aufrief- | zu/zur/zum/dazu
ruf- ruft rief- | nach
appellier-
mahn- gemahnt angemahnt anmahn-
bitt- bat baten gebeten | um/darum
empfehl- empfiehl- empfahl- empfohlen
rat- rät riet- geraten | zu/zur/zum/dazu
beantrag-
wünsch- gewünscht
erhoff-
hoff- gehofft | auf
streb- anstreb- angestrebt anzustreben | +an
angestrebt anstreb-
plant planen plane plante planten
beabsichtig-
strebt | nach
setz- gesetzt | kraft
bring- brachte- gebracht | weg auf
drück- | tempo
mach- macht- gemacht | druck/tempo
führ- | kein- weg vorbei
komm- käme | um nicht !herum
schlag- schlägt schlug- | +vor
vorschlag- vorgeschlagen vorschlägt vorschlug-
biet- bot boten | +an
anbiet- anbot angeboten anzubieten
stell- | aussicht
kündig- | +an
ankündig- angekündigt
leg- | +vor
vorgelegt vorleg-
bring- bracht- | +ein
halt- hält hielt- festhalt- festhält festhielt- | fest an/am/daran
festhalt- festzuhalten festhält festgehalten | an/am/daran
treib- trieb- | +voran
vorantreib- vorangetrieben
beschleunig-
arbeit- | auf +hin
erneuer- bekräftig- wiederhol- | forderung/ruf/angebot/ja/absicht
lieber | gestern/heute/schneller/früher
verlangen | nach
forderung forderungen | nach
ruf rufe | nach
appell appelle | für/zu/zur/zum/nach
wunsch wünsche | nach
überfällig-
höchste | zeit
zeit | höchste/reif
längst | fällig-
dringend | nötig/notwendig/geboten/erforderlich
kampf | für/um
versuch- versucht | ^
benötig-
hoffnung hoffnungen ziel ziele absicht absichten bestreben wille wunsch anliegen kalkül | ^
hoffnung hoffnungen | auf
dräng- gedrängt | zu/zur
dräng- gedrängt treib- getrieben beweg- bewog- bring- | dazu
dräng- gedrängt bitt- bat baten mahn- gemahnt rät riet- | ^
bemüh- bemüht | sich ^
setz- | alles daran
arbeit- | daran
ziel- abziel- | auf/darauf
arbeit- | hin auf/darauf
"""

_MODAL: Final = """
will wollen wolle wollte wollten
möchte möchten
muss müssen müsse
soll sollen solle sollte sollten
gehört gehören gehöre gehörten | &abgeschafft/&verboten/&gelockert/&aufgehoben/&gestrichen/&beendet/&gestoppt
gehört gehören gehöre gehörten | &verschärft/&eingeführt/&verbannt/&abgeschaltet/&verlängert/&geschlossen
braucht brauchen brauche bräuchte bräuchten
"""

_THREAT: Final = """
droh- gedroht androh- angedroht | mit/damit
drohung drohungen | mit
"""

_APPROVE: Final = """
begrüß- begrüßt
befürwort-
unterstütz- unterstützung
stimm- zugestimmt zustimm- | +zu
zustimm- zugestimmt
bejah-
billig- gebilligt
gutheiß- gutgeheißen guthieß-
heiß- hieß- | +gut
lob- gelobt | ~plan/~pläne/~entwurf/~vorschlag/~gesetz/~steuer/~reform/als/den/das
lobenswert-
würdig- gewürdigt
verteidigen verteidigt verteidigte verteidigten verteidige
rechtfertig-
stell- gestellt | hinter/dahinter
steh- stand standen | hinter/dahinter
schlag- schlug- | seite
steh- | zu/dazu
einverstanden
verständig- einig- | auf/darauf
vereinbar- vereinbart
sag- zusag- | !zu
zugesagt zusag- zuzusagen
genehmig-
einwillig-
willig- | +ein
bereit bereitschaft
bekenn- bekannt- | zu/zur/zum/dazu
bekenntnis | zu/zur/zum
erklär- zeig- äußer- | bereit/einverstanden
signalisier- | zustimmung/unterstützung/bereitschaft/entgegenkommen
zeig- gezeigt | offen/aufgeschlossen
offen | für/gegenüber
aufgeschlossen
freu- gefreut | über/auf/darüber/darauf
dankbar | für
applaudier-
gratulier- gratulation
sprech- | gut/richtig
halt- hält hielt- | für richtig/sinnvoll/notwendig/nötig/unverzichtbar/überfällig/vertretbar/vernünftig/geboten/gerecht
nenn- nannte- | richtig/sinnvoll/notwendig/überfällig/gerecht/vernünftig/chance/fortschritt/vorbild/meilenstein/wichtig
find- fand fanden | gut/richtig/sinnvoll/gerecht
seh- sieht sah sahen | chance/fortschritt/gewinn/vorteil/vorteile/nutzen
lenk- | +ein
eingelenkt einlenk-
geb- gibt gab gaben | +nach
nachgegeben nachgeb-
geb- gibt gab gaben | grünes/grüne
nehm- nimmt nahm nahmen | +an vorschlag/angebot/einladung/antrag/entwurf/plan/resolution
angenommen | ~antrag/~vorschlag/~angebot/~resolution/~gesetz/einladung/~entwurf/~papier
ratifizier-
unterzeichn- unterschreib- unterschrieb- | vertrag/abkommen/entwurf/beitritt/~vertrag/~abkommen/resolution
beschloss- beschließ- beschlossen
stimmt stimmte stimmten gestimmt votier- | für/dafür
verabschied- | gesetz/resolution/antrag
dafür | bin/ist/sind/sei/seien/war/waren/wäre/sein/stimm-/votier-/spricht/sprach/werb-/wirbt/warb
dafür | $
bin ist sind sei seien war waren | >für
befürworter befürworterin befürwortern
anhänger- | von/der/des
fürsprecher-
zustimmung
rückendeckung gefolgschaft
sicher- sagt sagten sagte | +zu unterstützung/zustimmung/hilfe
zuspruch
lockt lockte lockten
versprich- verspricht versprach versprechen | sich/von
ja | zu/zur/zum/sag-/sagt/sagte/stimmten
stimme | dafür/für/kabinett
profitier-
segne- | !ab
abgesegnet absegn-
trag- trägt trug- | !mit
mitgetragen mittrag- mitzutragen
gewillt
ermutig-
lad- lädt lud- eingeladen | +ein zu/zum/zur
einladung | zu/zum/zur
vorstellen | kann/könne/können/könnte sich
heiß- hieß- | !willkommen
nichts | gegen einzuwenden/hat/haben/habe
kein- | einwände/bedenken/vorbehalte/einwand
verpflichte- verpflichtet | sich
gab gibt geben | licht grünes
gelegen | daran
interesse | an/daran hat/haben/habe/hatte/zeig-/bekund-/signalisier-/äußer-
interessiert | an/daran
komm- kam kamen käme | !recht
komm- kam kamen käme | !gelegen
käme kommt kam | entgegen
"""

_REJECT: Final = """
lehn- | +ab
ablehn- abgelehnt abzulehnen ablehnung
weis- weist wies wiesen | +zurück
zurückweis- zurückgewiesen zurückzuweisen zurückwies-
weiger- geweigert weigerung
verweiger-
verwehr-
verwahr-
widersetz-
wend- wandt- gewandt | sich gegen/dagegen
stell- gestellt | sich gegen/dagegen
stemm- gestemmt | gegen/dagegen
sperrt sperrte sperrten sperren gesperrt | sich
wehr- gewehrt | sich
wehr- gewehrt | gegen/dagegen
wehr- gewehrt | sich gegen/dagegen
sträub-
sprech- spricht sprach- | gegen/dagegen +aus
ausgesprochen aussprech- ausspricht aussprach- | gegen/dagegen
kämpf- gekämpft | gegen/dagegen
bekämpf-
stimmt stimmte stimmten gestimmt votier- | gegen/dagegen
kampf | gegen
protest- protestier-
demonstrier- | gegen
kritisier- kritik
bemängel- bemängelt
beanstand-
monier-
rüg- gerügt
tadelt tadelte tadelten getadelt
verurteil-
prangert anprange- angeprangert | +an
anprange- angeprangert
missbillig-
beklag- beklagt
klag- geklagt | gegen/über/dagegen
warn- gewarnt
mahn- gemahnt | vor
befürcht- befürchtet
fürcht- gefürchtet
bezweif- bezweifel-
zweifel- gezweifelt zweifel | an/daran/am
misstrau-
rät riet- rate raten ratet | +ab
abgeraten abrat- abrät abriet-
schließ- schloss schlossen | +aus
ausschließen ausschließt ausgeschlossen ausschloss-
verhinder- verhindert
unterbind- unterbunden
blockier- blockade
blockade
bekämpft
boykottier-
opponier-
verbat verbaten verbitten verbitte | sich
halt- hält hielt- | nichts/wenig von/davon
halt- hält hielt- nenn- nannte- bezeichn- | kontraproduktiv/wirkungslos/illegal/völkerrechtswidrig/inakzeptabel
halt- hält hielt- | für falsch/unnötig/überflüssig/verfehlt/gefährlich/schädlich/übertrieben/überholt/verfrüht
halt- hält hielt- | für unverantwortlich/unsinnig
nenn- nannte- bezeichn- | falsch/unnötig/überflüssig/gefährlich/schädlich/absurd/unverantwortlich/verfehlt/fehler
nenn- nannte- bezeichn- | gift/irrweg/inakzeptabel/unsinn
sprech- spricht sprach- | von fehler/irrweg/gängelei/bevormundung/erpressung/provokation/aggression/einmischung
sprech- spricht sprach- | von unsinn/gift
seh- sieht sah sahen | kein- grund/anlass/bedarf/notwendigkeit/spielraum/sinn/nutzen/perspektive
seh- sieht sah sahen | gefahr/bedrohung/risiko/risiken/eingriff/angriff/provokation/affront/fehler/hindernis
besteh- gibt gebe gab | kein- grund/anlass/bedarf/notwendigkeit/spielraum
kein- | interesse an
denk- dacht- | kein-/nicht daran
denke denkt | niemand
kommt komme kam käme | nicht frage
nicht | frage komm-
geht ging gehe | +weit zu
skeptisch skepsis
früh | zu
verfrüht-
ablehnend
bedenken | gegen/anmeld-/angemeldet/äußer-/geäußert/hat/haben/hegt
vorbehalte
einwände einwand einwänden
gegner gegnerin gegnern
widerstand | gegen/leist-/kündigt/ankündig-
nein
veto
empör- empört
entsetzt
unzufrieden
enttäuscht
dagegen
bin ist sind sei seien war waren | >gegen
gegen | votum
statt | fordert/fordern/verlangt/brauche-/will
ab | rück-
abgerückt abrück- | von/vom/davon
rück- rückt | von/vom/davon +ab
distanzier-
kündig- gekündigt | vertrag/abkommen
zieh- zog zogen | +zurück
zumuten zumutbar | nicht
darf dürfen dürfe dürften | nicht/kein-/nie/niemals
verzicht verzicht-
verschlepp- verzöger- hinauszöger- aufschieb- aufgeschoben
kein- wenig | gegenliebe/gefolgschaft/verständnis/begeisterung/zuspruch
warum wozu weshalb | soll/sollen/sollte/sollten
infrage frage | nicht komm-/kam/käme
zuzumuten | nicht
zumutung
dagegen | bin/ist/sind/sei/seien/war/waren/wäre/hat/hatte/haben/sein/stimm-/votier-/spricht/sprach/wehr-/sperr-
dagegen | $
spott- spottet spottete verspott-
beschimpf-
droht | ruin/verlust
untersag-
angst | vor
finger | +weg
sorge | vor
schluss | mit/damit
schlag- schlägt schlug- | !aus
ausgeschlagen ausschlag-
torpedier- hintertreib- hintertrieb- sabotier- unterlauf- unterläuft untergrab- untergräbt
erteil- | absage
absage | an
wink- | !ab
abgewinkt
lauf- läuft lief- | sturm
front | gegen
verworfen verwarf- verwirft verwerfen
wissen | nichts will/wollen/wollte von/davon
stell- | frage
zweifel | hat/haben/hegt/äußer-/äußerte/wachsen
zieh- zog zogen | gegen gericht
brems- | bei/beim
anreiz | kein-
hände | +weg
"""

_AGREE: Final = """
beifall applaus zuspruch | kam/kommt/vom/von/gab/erhielt/bekam/spendete/fand
pflicht- | !bei
tritt trat traten | ihm/ihr/ihnen/dem/der !bei
schließt schloss schlossen | sich !an
angeschlossen anschließ- | sich
gab gibt gaben geben | recht/rückendeckung
teilt teilte teilten teile | meinung/ansicht/einschätzung/kritik/haltung/auffassung/sorge/sorgen/position
nickt nickte nickten
ähnlich ebenso | äußer-/sieht/sah/argumentier-/klang/urteil-/denkt/äußerte
lob | für/von/vom
lobte lobt lobten
"""

_COUNTER: Final = """
widersprech- widerspricht widersprach- widersprochen widerspruch
hielt hält halten hielten | dagegen/+entgegen
gegenhalt- dagegenhalt- dagegengehalten
entgegn- erwider- konter- gekontert
gab gibt geben gaben | bedenken zu
gegenteil
anders | sieht/sah/sehen/klang/klingt/urteil-/argumentier-/denkt
"""

_OPEN: Final = """
lass- lässt ließ- gelassen | offen
offenlass- offengelassen
bleib- | offen/neutral/abzuwarten
prüf- geprüft prüfung prüft prüfen | derzeit/zunächst/will/wollen/werde/wird/lass-/noch/erst/soll/lässt
prüf- geprüft prüfung prüft prüfen | arbeitsgruppe/lediglich/nur
erwäg- erwog- erwogen | noch
abwart- abzuwarten abwartend abgewartet
wart- | +ab
enthielt enthalten enthält enthalte | sich/stimme
enthaltung
unentschieden unentschlossen
unschlüssig unsicher zwiespältig ambivalent unklar ungewiss strittig
bild | kein-/noch
halt- hält hielt- | bedeckt
halt- hält hielt- | offen option-/tür-/möglichkeit-/alles
halt- hält hielt- | waage/raus/heraus/zurück
häng- hing- | davon !ab
abhäng- | davon
kommt kommen | darauf an
mal | sehen
gemischt- | gefühl-/bilanz/echo
wider | für
ahnung | kein-
sicher | nicht bin/ist/mir/sich
sagen beurteilen vorhersagen beantworten absehen | nicht
auseinander | meinung-/ansicht-/gingen
meinungsbild patt stimmengleichheit
früh | zu urteil/festlegung/bewertung/entscheidung
berat- beraten diskutier- beratung beratungen diskussion | noch/weiter/erst/dauern
prüfauftrag arbeitsgruppe kommission | einsetz-/eingesetzt/soll/klären/prüfen
teils | teils
zeit | lassen/lässt/ließ/bedenkzeit
bedenkzeit
äußern äußerte äußerten geäußert | nicht zu/zur/zum/dazu
urteil | trau-/traue/erlaub-/bild-/gebildet
bilden gebildet | kein- urteil/meinung
streit | einmisch-/heraushalt-/heraus
verzichte verzichtete verzichteten verzichtet | auf rat/empfehlung/votum/beschluss/festlegung
ergebnisoffen
uneins uneinig gespalten zerstritten
neutral
kein- ohne | position/meinung/linie/beschluss/empfehlung/urteil/festlegung/stellung/partei/haltung/antwort/auftrag
kein- ohne | einigung/entscheidung
position meinung linie beschluss empfehlung urteil stellung partei haltung einigung | nicht
nicht | gesagt/geeinigt/einigen/stellung
weder | ja/nein/dafür/dagegen/ablehn-/befürwort-/zustimm-/abgelehnt
noch | nicht/kein- entschieden/festgelegt/festlegen/entscheiden/beschlossen/geklärt/gesagt
nicht | festlegen/festgelegt/entschieden/einmischen/äußern/kommentieren/beurteilen/positionieren/beantworten
leg- legt | nicht/kein- +fest
seite | nicht schlagen/stellen
wich wichen weicht | +aus
ausweich- ausgewichen | frage/antwort
schweig- geschwiegen schwieg-
schwank- schwanke
einerseits
hin | hergerissen
vorteile vorzüge | nachteile
pro | contra
für | wider
mach- gemacht | abhängig
abhängig | mach-/gemacht
erst | wenn
nur | wenn
nur erst | :wenn/:falls/:sofern/:sobald
sofern
bedingung bedingungen voraussetzung | für/unter/knüpf-/geknüpft/nenn-/stellt
knüpf- geknüpft
vorausgesetzt
zöger- gezögert
sondier- auslot- ausgelotet
lot- | !aus
schließ- schloss | nicht/kein- +aus
ausgeschlossen ausschließ- | nicht
behält behalt- behielt | sich !vor
bedingung bedingungen | nur/mach-/gemacht/unter
vertag- vertagt
verschob- verschoben verschieb- | entscheidung/abstimmung/beschluss
vorerst | nicht
gutachten studie versuch volksabstimmung volksentscheid | erst/abwarten/zunächst/wenn/nach/zuerst
abwäg- abzuwägen abgewogen
zurückhaltend zurückhaltung
kenntnis | lediglich/nur/nahm/nehmen/genommen
ob | nützt/schadet/hilft/klären/wissen/weiß/offen/unklar/strittig
weiß | nicht/niemand/keiner ob
überfragt
traue | nicht/kein-
argumente vorteile | beide-/abwägen/abzuwägen/gegenüber
seiten | beide- gegenüber/abwägen/abzuwägen/verstehen/recht
bislang bisher | nur/lediglich/bloß
nachbesser- nachverhand- nachzubesser- nachgebessert
stimmfreigabe
freigegeben
"""

_MORE: Final = """
verschärf- verschärfung schärfer- härter- strenger- strikter- verschärft
ausbau- ausgebaut auszubauen aufbau aufgebaut aufbauen
erhöh- anheb- angehoben anhebung steiger- steig- gestiegen erhöhung aufstock-
einführ- eingeführt einzuführen einführung
ausweit- ausgeweitet auszuweiten erweiter- erweiterung
verläng- fortsetz- fortgesetzt fortzusetzen fortführ- fortgeführt weiterführ-
wiederaufnahme wiederaufnehm- aufnahme aufgenommen aufnehmen aufzunehmen
beibehalt- beizubehalten beibehielt- behalten behält
erhalt bewahr- aufrechterhalt- aufrechtzuerhalten
aufrecht | erhalten/halten
erhalten | &bleib-/&soll-/&will/&wollen/&muss/&müssen
verstärk- stärk- gestärkt intensivier-
neue neuer neues neuen weitere weiterer weiteren zusätzlich-
mehr höher- größer-
erlaub- zulass- zugelassen zuzulassen genehmig- öffnen öffnung geöffnet
rückkehr zurückkehr- zurückzukehren
wieder | netz/hochfahr-/anfahr-/aufnehm-/einführ-
neustart reaktivier- hochfahr- hochzufahren anfahren
beitreten beitritt aufnahme mitgliedschaft

aufrüst- aufzurüsten nachrüst-
gründen gegründet gründung errichte- schaffen geschaffen bauen gebaut
verbindlich- verpflichtend-
umsetz- umgesetzt umzusetzen
beschleunig-
verhäng- verhängt verhängung
schließ- schloss schlossen geschlossen | ~abkommen/~vertrag/~bündnis/~frieden/~waffenruhe/~pakt/~allianz
stock- | !auf
weit- | !aus
bau- | !aus
heb- hob hoben | !an
setz- führ- | !fort
führ- | !ein
nimmt nahm nahmen nehmen | !auf
"""

_LESS: Final = """
aufheb- aufgehoben aufzuheben aufhebung
wegfall wegfallen entfallen
locker- gelockert lockerung lockern
abschaff- abgeschafft abzuschaffen abschaffung
beend- beendet beendigung ende
stopp- gestoppt stopp einstell- eingestellt einzustellen einstellung
aussetz- ausgesetzt auszusetzen aussetzung
streich- gestrichen streichung kürzen kürzt kürzte kürzten gekürzt kürzung-
senk- gesenkt absenk- abgesenkt reduzier- reduktion verringer- verringerung mindern mindert minderung
abbau- abgebaut abzubauen abbau
abrüst- abzurüsten abgerüstet abrüstung entwaffn- vernicht- verschrott-
abzug abzieh- abgezogen abzuziehen rückzug zurückzieh- zurückzuziehen zurückgezogen
verbot verbote verboten verbiet- untersag- verbannen verbannt
abbruch abbrech- abgebrochen abzubrechen
schließen schließt schließe schloss schließung stilllegung stillleg- stillgelegt abschalt- abgeschaltet abschaltung
ausstieg aussteig- austritt austret- auszutreten
geschlossen geschlossenen | werd-/wird/wurde-/worden/bleib-/gehör-
spar- gespart
begrenz- beschränk- beschränkung einschränk- eingeschränkt deckel- gedeckelt obergrenze drossel-
weniger
weg | muss/müssen/soll/mit/gehört
fallen | lassen
zerstör- zerstört | waffen/raketen/munition/bestände/~waffen/~raketen
eis | auf leg-/gelegt/liegt
zurücknehm- zurückgenommen zurückzunehmen rücknahme
rückgängig
abkehr
befrei- ausnahme
milder- lindern linderung erleichter-
entzieh- entzug
auflös- aufgelöst auflösung
halbier-
vom | tisch
brach brachen bricht brechen | !ab
stell- | !ein
setz- | !aus
heb- hob hoben | !auf
bau- rüst- zieh- zog zogen schaff- | !ab
zieh- zog zogen | !zurück
fror froren frier- | !ein
eingefroren einfrier- einzufrieren
halt- hält hielt- | !zurück
"""

_GOOD: Final = """
gut gute guter gutes guten besser bessere besseren
richtig richtige richtigen richtiger richtiges
sinnvoll- vernünftig- notwendig- nötig nötige wichtig- hilfreich-
gerecht gerechte gerechter unverzichtbar- unerlässlich-
fortschritt chance gewinn vorteil- nutzen nütz- hilft helfen helfe hülfe schütz- schutz
erfolg erfolge erfolgreich- vorbild- meilenstein segen glücksfall
entlast- verbesser- sicherheit sicher sichere sicherer stabil- frieden
lohnt lohnen
ruhe leiser sauberer gesünder gesünde-
willkommen
wirkt wirken wirksam-
endlich
mut
lebensrettend- rettet retten
gelungen
bewährt
"""

_BAD: Final = """
falsch falsche falschen falscher fehler irrweg unsinn quatsch unfug
unnötig- überflüssig- schädlich- schad- schadet gefährd- gefahr gefährlich- riskant- risiko risiken
teuer teure teurer verteuer- kostet kosten koste
ungerecht- unsozial- unverantwortlich- inakzeptab- absurd- wirkungslos- nutzlos- sinnlos- zwecklos-
kontraproduktiv- gescheitert scheiter-
gift ruin ruinier- zerstör- vernicht- bevormund- gängel- zwang zwing- zwäng- bestraf- strafe
verlier- verlust- belast- last lasten bürokrat- schikan- willkür symbolpolitik
verschwend- aktionismus populis- erpress- provokation provozier- eskal- aggression
trifft treffe
nachteil- leiden
angst
verschandel-
stirbt sterben
bedroh-
sackgasse
wirtschaftskrieg- kriegserklärung- affront- eingriff-
droht drohen drohe
fehlt fehlen fehle
übertrieben überzogen
muss müsste müßte | ich
"""

_PAST: Final = """
früher einst ehemals zuvor vorher ursprünglich anfangs seinerzeit damals
bisher bislang | abgelehnt/ablehnt-/ablehn-/lehnte/lehnten/dagegen/gegen/verweiger-/geweigert/blockier-/war/hatte
bisher bislang | hatten/kritisiert
lange | abgelehnt/ablehnt-/lehnte/lehnten/dagegen/gegen/verweiger-/geweigert/weigerte/blockier-/gesperrt/sperrte
lange | gezögert/zögerte/&nicht/gewehrt/wehrte/hatte/hatten/gefordert/forderte/wollte/wollten
jahrelang monatelang wochenlang lange | abgelehnt/lehnte/lehnten/gegen/dagegen/weigerte/geweigert/blockiert
jahrelang monatelang wochenlang lange | blockierte/gesperrt/sperrte/gefordert/forderte
noch | gegner/dagegen/abgelehnt/skeptisch/gegen
noch | vor jahr/jahren/monat/monaten/woche/wochen
noch | vergangen-/vorig-/letzt- jahr/woche/monat/herbst/frühjahr/sommer/winter
zunächst | hatte/hatten/war/waren
"""

_NOW: Final = """
jetzt nun inzwischen mittlerweile neuerdings nunmehr
seit | kurzem
"""

_YIELD: Final = """
dagegen skeptisch gegner gegnerin | ich war
aufgegeben aufgeb- aufzugeben | widerstand/blockade/nein/veto/ablehnung/weigerung/bedenken/vorbehalte/skepsis/sperre
gibt gab gaben geben | +auf widerstand/blockade/nein/veto/ablehnung/weigerung/vorbehalte
leg- legt legte ablegen abgelegt | +ab widerstand/skepsis/bedenken/vorbehalte
lass- lässt ließ- | fallen widerstand/vorbehalte/bedenken/veto/einwände
zieh- zieht zog zogen zurückgezogen | veto/einwand/einwände/einspruch
überwund- überwind- | skepsis/bedenken/vorbehalte
rück- rückt rückte rückten abgerückt abrück- | nein/ablehnung/blockade/widerstand/haltung/veto
"""

LISTS: Final = {
    "yield": _YIELD + idioms.YIELD,
    "demand": _DEMAND + idioms.DEMAND,
    "modal": _MODAL,
    "threat": _THREAT,
    "approve": _APPROVE + idioms.APPROVE,
    "reject": _REJECT + idioms.REJECT,
    "agree": _AGREE,
    "counter": _COUNTER,
    "open": _OPEN + idioms.OPEN,
    "more": _MORE + idioms.MORE,
    "less": _LESS + idioms.LESS,
    "good": _GOOD,
    "bad": _BAD,
    "past": _PAST,
    "now": _NOW,
}
"""The expressions by kind. `yield`: somebody gives up an objection. `agree`, `counter`: to or against
what was said before. `more`, `less`: what is to become of a thing."""

SIGNS: Final = {
    "yield": 1,
    "demand": 1,
    "modal": 1,
    "threat": 1,
    "approve": 1,
    "reject": -1,
    "agree": 1,
    "counter": -1,
    "more": 1,
    "less": -1,
    "good": 1,
    "bad": -1,
}
"""For kinds that have a direction."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An expression that was found."""

    kind: str
    """A key of `LISTS`."""
    places: tuple[int, ...]
    """Of its words, the head first."""
    noun: bool
    """The head is a noun: it stands for an attitude that another word may take up or turn round."""

    @property
    def place(self) -> int:
        """Of the head."""
        return self.places[0]

    @property
    def sign(self) -> int:
        """1 for approval, more and good, -1 for the opposite, 0 where the kind has no direction."""
        return SIGNS.get(self.kind, 0)


@dataclass(frozen=True, slots=True)
class Passage:
    """Clauses that say one thing: a verb with what depends on it."""

    clauses: tuple[tuple[int, int], ...]
    """First word and past the last, in order."""
    hits: tuple[Hit, ...]
    negations: tuple[int, ...]
    """Places of negators that belong to no expression."""
    dependent: tuple[tuple[int, int], ...]
    """Those of its clauses that depend on another: infinitives, and clauses with "dass"."""

    @property
    def start(self) -> int:
        """Its first word."""
        return self.clauses[0][0]

    @property
    def end(self) -> int:
        """Past its last word."""
        return self.clauses[-1][1]

    def has(self, *kinds: str) -> bool:
        """Whether an expression of one of these kinds is in it."""
        return any(hit.kind in kinds for hit in self.hits)

    def of(self, *kinds: str) -> list[Hit]:
        """Its expressions of these kinds."""
        return [hit for hit in self.hits if hit.kind in kinds]

    def attitude(self) -> int:
        """What its demands, approvals and rejections come to, negation counted: 1, -1, or 0 where there are none.

        An attitude that is a noun is turned round by the verb that governs it ("weist die Kritik zurück"), and so is
        one in a clause that depends on it ("weigert sich, … zu unterstützen", "verlangt, dass kein …"). Verbs side by
        side say the same thing twice.
        """
        governing = self.of(*GOVERNING)
        if self.has("yield"):
            return 1
        if not governing:
            return 0
        sign = 1
        for start, end in self.clauses:
            inside = [hit for hit in governing if start <= hit.place < end]
            if inside or (start, end) in self.dependent:
                sign *= -1 if sum(start <= place < end for place in self.negations) % 2 else 1
            for part in ([hit for hit in inside if hit.noun], [hit for hit in inside if not hit.noun]):
                sign *= min((hit.sign for hit in part), default=1)
        return sign

    def value(self) -> int:
        """Praise less blame, each turned round by a negator in the three words before it."""
        return sum(
            -hit.sign if any(0 < hit.place - place <= _NEGATION_REACH for place in self.negations) else hit.sign
            for hit in self.of("good", "bad")
        )


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: str
    companions: Companions


_Heads = dict[str, list[_Entry]]


def _entries() -> tuple[_Heads, _Heads, _Heads]:
    """The expressions by whole word, by prefix and by end of their heads."""
    words: _Heads = {}
    prefixes: _Heads = {}
    ends: _Heads = {}
    for kind, lines in LISTS.items():
        for line in lines.strip().splitlines():
            heads, _, rest = line.partition("|")
            entry = _Entry(kind, tuple(tuple(part.split("/")) for part in rest.split()))
            for head in heads.split():
                group = ends if head.startswith("~") else prefixes if head.endswith("-") else words
                group.setdefault(head.strip("~-"), []).append(entry)
    return words, prefixes, ends


_WORDS, _PREFIXES, _ENDINGS = _entries()
_SEPARABLE = re.compile(  # "aufzufordern" and "aufgefordert" are forms of "auffordern"
    r"(ab|an|auf|aus|bei|durch|ein|entgegen|fest|fort|gut|heraus|hin|los|mit|nach|nieder|vor|voran|weg|zu|zurück)"
    r"(?:zu(?=\w{2,}n$)|ge(?=\w{2,}(?:t|en)$))(\w+)"
)
_LENGTHS = tuple(sorted({len(prefix) for prefix in _PREFIXES}))
_BREAKS = frozenset(',;:–—-()„“”‚‘»«"!?.…')
_ENDS = frozenset(".!?…")
_VERBAL = frozenset(GOVERNING) - {"modal"}
_INFLECTED = ("te", "ten", "ter", "tes", "tem", "ene", "enen", "ener", "enes", "enem")
_ARTICLES = frozenset("der die das den dem des ein eine einen einem einer eines seine seinen ihre ihren diese".split())
_NUMBER = re.compile(r"^\d+$|(?:zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|zig|ßig|hundert)$")
_INFLECTIONS = ("e", "en", "er", "es", "em")
_BY = frozenset({"von", "vom", "durch"})
_THAT = frozenset({"dass", "daß"})
_NOUNS = frozenset({"aus"})  # heads that are something else in small letters
_FINITE = frozenset("ist sind war waren wird werden wurde wurden hat haben hatte hatten".split())
_CONTRAST = frozenset({"während", "aber", "doch", "sondern", "hingegen", "dagegen", "jedoch", "wohingegen"})
_NEGATORS = frozenset(NEGATIONS) - {"ohne", "weder", "niemand"}  # those turn round what follows, not the verb
_NEGATION_REACH = 3
_NOT_ONLY = frozenset({"nur", "zuletzt", "allein", "bloß"})
_PARTICLES = frozenset("ab an auf aus bei durch ein fort mit nach vor weg zu zurück".split())
_AFTER_PARTICLE = frozenset({"und", "oder", "als", "wie"})


@lru_cache(maxsize=200_000)
def _looked_up(word: str) -> tuple[_Entry, ...]:
    found = _entries_of(word)
    verb = None if found else _SEPARABLE.fullmatch(word)
    return tuple(_entries_of(f"{verb[1]}{verb[2]}") if verb else found)


def _entries_of(word: str) -> list[_Entry]:
    found = list(_WORDS.get(word, ()))
    for length in _LENGTHS:
        if length > len(word):
            break
        found += _PREFIXES.get(word[:length], ())
    for ending, entries in _ENDINGS.items():
        if word.endswith(ending) and word != ending:
            found += entries
    return found


def passages(words: Sequence[str]) -> list[Passage]:
    """Read the words of a sentence, punctuation included, in their own case.

    Returns:
        What it says, passage by passage, in order; together they hold all words.
    """
    return list(_passages(tuple(words)))


@lru_cache(maxsize=4_096)  # a sentence is read for every actor and target in it, and beside its neighbours
def _passages(words: tuple[str, ...]) -> tuple[Passage, ...]:
    lower = [word.lower() for word in words]
    clauses = [part for clause in _clauses(lower) for part in _described(words, lower, clause)]
    found = _without_contrast(lower, clauses, _chosen(lower, _hits(words, lower, clauses)))
    clauses = [part for clause in clauses for part in _coordinated(clause, lower, found)]
    return tuple(_joined(lower, clauses, found))


def _described(words: Sequence[str], lower: Sequence[str], clause: tuple[int, int]) -> list[tuple[int, int]]:
    """Cut out what an agent did to a noun: "die von Talland abgelehnte Maut", as if it were a clause of its own."""
    start, end = clause
    found = []
    for place in range(start + 2, end - 1):
        if place <= start or not _is_described(words, lower, place):
            continue
        low = max(start, place - _REACH)
        agent = next((at for at in range(place - 1, low, -1) if lower[at] in _BY), -1)
        if agent > 0 and lower[agent - 1] in _ARTICLES and _FINITE.isdisjoint(lower[agent:place]):
            if agent - 1 > start:
                found.append((start, agent - 1))
            found.append((agent - 1, place + 2))
            start = place + 2
    return [*found, (start, end)] if end > start else found


def _is_described(words: Sequence[str], lower: Sequence[str], place: int) -> bool:
    return words[place + 1][:1].isupper() and words[place].islower() and bool(_participle_of(lower[place]))


@lru_cache(maxsize=50_000)
def _participle_of(word: str) -> str:
    """The participle of which a word is an inflected form ("abgelehnte"), where that names an attitude; else empty."""
    for ending in _INFLECTIONS:
        base = word.removesuffix(ending)
        if (
            base != word
            and base.endswith(("t", "en"))
            and any(entry.kind in _VERBAL and not entry.companions for entry in _looked_up(base))
        ):
            return base
    return ""


def hits(words: Sequence[str]) -> list[Hit]:
    """The expressions in the words of a sentence, in the order of their heads."""
    return [hit for passage in passages(words) for hit in passage.hits]


def _clauses(lower: Sequence[str]) -> list[tuple[int, int]]:
    bounds = [0]
    for place, word in enumerate(lower):
        if word in _BREAKS:
            bounds.append(place + 1)
        elif word in _CONTRAST and place > bounds[-1] + 1 and lower[place - 1] not in _BREAKS and word == "während":
            bounds.append(place)
    bounds.append(len(lower))
    return [(start, end) for start, end in pairwise(bounds) if end > start]


def _fits(word: str, wanted: str) -> bool:
    if wanted[0] == "~":
        return word.endswith(wanted[1:])
    return word.startswith(wanted[:-1]) if wanted.endswith("-") else word == wanted


@cache
def _split(wanted: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Whole words, which a set finds at once, and those with a mark of the notation."""
    words = frozenset(word.removeprefix("&") for word in wanted if word.removeprefix("&").isalpha())
    return words, tuple(word for word in wanted if word.removeprefix("&") not in words)


def _companion(
    lower: Sequence[str], clause: tuple[int, int], head: int, wanted: tuple[str, ...], taken: Iterable[int]
) -> int | None:
    """The nearest word of the clause that goes with a head; a separated particle may also close a later clause.

    The head itself where only its own place is asked for.
    """
    best: int | None = None
    words, marked = _split(wanted)
    for place in range(max(clause[0], head - _REACH), min(clause[1], head + _REACH)):
        nearer = best is None or abs(place - head) < abs(best - head)
        if nearer and lower[place] in words and place != head and place not in taken:
            best = place
    for word in marked:
        after, closing = word[0] in "+!", word[0] == "!"
        option = word.lstrip("+!&")
        if option[0] == ">":
            return head + 1 if lower[head + 1 : head + 2] == [option[1:]] else None
        if option == "$":
            return head if _closes(lower, head) else None
        if option == "^" or option[0] == ":":
            if _goes_on(lower, clause, head, option):
                return head
            continue
        first = head + 1 if after else max(clause[0], head - _REACH)
        last = min(_sentence_end(lower, head) if after else clause[1], head + _REACH)
        for place in range(first, last):
            if place == head or place in taken or not _fits(lower[place], option):
                continue
            if after and (closing or place >= clause[1]) and not _closes(lower, place):
                continue
            if best is None or abs(place - head) < abs(best - head):
                best = place
    return best


def _goes_on(lower: Sequence[str], clause: tuple[int, int], head: int, option: str) -> bool:
    """Whether an infinitive with "zu" follows (`^`), or a clause that begins with a word (`:wenn`)."""
    start = clause[1]
    end = next((at for at in range(start, len(lower)) if lower[at] in _BREAKS), len(lower))
    if option == "^":
        return infinitive(lower, (head, clause[1])) or infinitive(lower, (start, end))
    return lower[start : start + 1] == [option[1:]]


def _sentence_end(lower: Sequence[str], place: int) -> int:
    return next((at for at in range(place, len(lower)) if lower[at] in _ENDS), len(lower))


def _closes(lower: Sequence[str], place: int) -> bool:
    return place + 1 == len(lower) or lower[place + 1] in _BREAKS or lower[place + 1] in _AFTER_PARTICLE


def _hits(words: Sequence[str], lower: Sequence[str], clauses: Sequence[tuple[int, int]]) -> list[Hit]:
    found = []
    for clause in clauses:
        found += _draws(lower, clause)
        for place in range(*clause):
            describes = _describes(words, lower, place, clause)
            agent = place > clause[0] + 1 and lower[clause[0] + 1] in _BY and place + 2 == clause[1]
            word = (agent and _participle_of(lower[place])) or lower[place]
            for entry in _looked_up(word):
                if (describes and entry.kind in _VERBAL) or (word in _NOUNS and words[place].islower()):
                    continue
                places = [place]
                for wanted in entry.companions:
                    other = _companion(lower, clause, place, wanted, places)
                    if other is None:
                        break
                    if other != place and not wanted[0].startswith("&"):
                        places.append(other)
                else:
                    noun = words[place][:1].isupper() and place > clause[0]
                    found.append(Hit(entry.kind, tuple(places), noun))
    return found


def _draws(lower: Sequence[str], clause: tuple[int, int]) -> list[Hit]:
    """A vote that ends in a draw leaves a question open: "112 zu 112"."""
    return [
        Hit("open", (place, place - 1, place + 1), noun=False)
        for place in range(clause[0] + 1, clause[1] - 1)
        if lower[place] == "zu" and lower[place - 1] == lower[place + 1] and _NUMBER.search(lower[place - 1])
    ]


def _describes(words: Sequence[str], lower: Sequence[str], place: int, clause: tuple[int, int]) -> bool:
    """A participle between an article and its noun: "die kritisierten Pläne"."""
    word = words[place]
    return (
        place > clause[0]
        and place + 1 < clause[1]
        and word.endswith(_INFLECTED)
        and lower[place - 1] in _ARTICLES
        and words[place + 1][:1].isupper()
    )


def _chosen(lower: Sequence[str], found: Sequence[Hit]) -> list[Hit]:
    """Of expressions that share a word the one with more words, of these the one of the kind that is listed first.

    A verb with its separated particle goes before one with a preposition: "setzte … auf unbestimmte Zeit aus".
    """
    order = list(LISTS)
    ranked = sorted(
        found,
        key=lambda hit: (-len(hit.places), not _separated(lower, hit), order.index(hit.kind), hit.places),
    )
    taken: set[int] = set()
    kept = []
    for hit in ranked:
        if taken.isdisjoint(hit.places):
            kept.append(hit)
            taken.update(hit.places)
    return sorted(kept, key=lambda hit: hit.places)


def _without_contrast(lower: Sequence[str], clauses: Sequence[tuple[int, int]], found: Sequence[Hit]) -> list[Hit]:
    """Leave "dagegen" out where it only contrasts: its clause has another attitude."""
    kept = []
    for hit in found:
        if lower[hit.place] == "dagegen" and len(hit.places) == 1:
            start, end = next(clause for clause in clauses if clause[0] <= hit.place < clause[1])
            if any(start <= one.place < end and one is not hit and one.kind in (*GOVERNING, "open") for one in found):
                continue
        kept.append(hit)
    return kept


def _separated(lower: Sequence[str], hit: Hit) -> bool:
    last = hit.places[-1]
    return len(hit.places) == 2 and last > hit.place and lower[last] in _PARTICLES and _closes(lower, last)


def _coordinated(clause: tuple[int, int], lower: Sequence[str], found: Sequence[Hit]) -> list[tuple[int, int]]:
    """Cut a clause at "und" where verbs of attitude stand on both sides."""
    heads = [hit for hit in _within(found, *clause) if hit.kind in GOVERNING and not hit.noun]
    start, parts = clause[0], []
    for place in range(clause[0] + 1, clause[1] - 1):
        if lower[place] in ("und", "oder", "aber", "sowie") and all(
            any(low <= hit.place < high and hit.sign for hit in heads)
            for low, high in ((start, place), (place, clause[1]))
        ):
            crossed = any(min(hit.places) < place < max(hit.places) for hit in heads)
            if not crossed:
                parts.append((start, place))
                start = place
    return [*parts, (start, clause[1])]


def infinitive(lower: Sequence[str], clause: tuple[int, int]) -> bool:
    """Whether a clause of lower-case words has an infinitive with "zu" as its verb: it depends on the one before."""
    for place in range(*clause):
        word = lower[place]
        if word == "zu" and place + 1 < clause[1] and lower[place + 1].endswith("n") and _closes(lower, place + 1):
            return True
        if word.endswith("en") and "zu" in word[2:-3] and _closes(lower, place):
            return True
    return False


def _joined(lower: Sequence[str], clauses: Sequence[tuple[int, int]], found: Sequence[Hit]) -> list[Passage]:
    """Put clauses together that depend on each other."""
    parts: list[list[tuple[int, int]]] = []
    ruling = (*GOVERNING, "agree", "counter", "yield", "open", "good", "bad")
    opened = False
    for clause in clauses:
        inside = _within(found, *clause)
        own = any(hit.kind in ruling for hit in inside)
        ended = clause[0] > 0 and lower[clause[0] - 1] in _ENDS
        if parts and not ended and (not (own and opened) or infinitive(lower, clause)):
            parts[-1].append(clause)
            opened = opened or own
        else:
            parts.append([clause])
            opened = own
    taken = {place for hit in found for place in hit.places}
    return [_passage(lower, part, found, taken) for part in parts]


def _within(found: Sequence[Hit], start: int, end: int) -> Sequence[Hit]:
    """Those whose heads stand between two places; `found` is in the order of the heads."""
    low = bisect_left(found, start, key=lambda hit: hit.place)
    return found[low : bisect_left(found, end, lo=low, key=lambda hit: hit.place)]


def _passage(
    lower: Sequence[str], part: Sequence[tuple[int, int]], found: Sequence[Hit], taken: Collection[int]
) -> Passage:
    start, end = part[0][0], part[-1][1]
    inside = tuple(_within(found, start, end))
    negations = tuple(
        place
        for place in range(start, end)
        if lower[place] in _NEGATORS and place not in taken and not (place + 1 < end and lower[place + 1] in _NOT_ONLY)
    )
    dependent = tuple(clause for clause in part if lower[clause[0]] in _THAT or infinitive(lower, clause))
    return Passage(tuple(part), inside, negations, dependent)
