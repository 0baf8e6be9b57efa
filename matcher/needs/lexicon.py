"""The words that headings name levels and kinds by; ``sections`` reads headings with them."""

from __future__ import annotations

import re
from typing import Literal

Slag = Literal[
    "styrka", "historik", "elevrost", "beskrivning", "metod", "plan", "sammanfattning", "utanfor"
]
"""What a part of an analysis can be beside an account of problems."""

LEVELS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "resultat",
        re.compile(
            r"resultat|måluppfyll|kunskapsutveckling|kunskapsläge|\bkunskaper\b|meritvärde|"
            r"\bbetyg|nationella prov|utveckling och lärande|lärande och utveckling|"
            r"(?:barnens|elevernas|deltagarnas) (?:utveckling|lärande|kunskap|läge|framsteg)|"
            r"genomströmning|behörighet till|studieavbrott|(?:hur|så) (?:går|mår) (?:det för )?\w*|"
            r"vad (?:når|kan|klarar|lär sig) |att vara (?:barn|elev)|"
            r"^[\W\d]*(?:eleverna|barnen|deltagarna|de studerande)\W*$"
        ),
    ),
    (
        "undervisning",
        re.compile(
            r"undervis|lektion|processer|arbetssätt|pedagogik|didaktik|klassrum|lärmiljö|"
            r"pedagogiska (?:arbetet|verksamheten)|(?:arbetet|vardagen) (?:i|med|på) "
            r"(?:barngrupp|klass|lektion|avdelning|eleverna|barnen)|bedömning och|studiero"
        ),
    ),
    (
        "organisation",
        re.compile(
            r"organis|\bledning|\bled(?:a|er|s|da)\b|\bordna(?:de?|t)\b|ledarskap|"
            r"\bstyr(?!k(?:a|or|orna)\b)|huvudman|"
            r"förvaltning|nämnd|"
            r"kvalitetsarbete|kompetensförsörjning|bemanning|personalförsörjning|förutsättningar|"
            r"struktur|resurs(?:er|fördelning)|samverkan|samarbete|arbetslag|skolkultur|"
            r"(?:arbetar|jobbar) vi (?:tillsammans|ihop)|"
            r"(?:rektors|rektorers|rektorernas) (?:roll|uppdrag|arbete)|uppföljning och|kollegi"
        ),
    ),
)
"""Skolverket's three levels, as headings name them; the one named first counts."""

KINDS: tuple[tuple[Slag, re.Pattern[str]], ...] = (
    (
        "utanfor",
        re.compile(
            r"utanför (?:vår|skolans|enhetens|planen|det vi)|rår (?:vi )?inte|"
            r"råder (?:vi )?inte över|"
            r"inte rår|inte råder|(?:kan|går) (?:vi )?inte (?:att )?(?:påverka|göra något|styra|"
            r"lösa)|"
            r"hör hemma (?:hos|på)|(?:ligger|äger|ägs|löses|hör) (?:hos|av|på|till) (?:någon )?"
            r"and?[rn]|"
            r"\b(?:fastighet|lokaler(?:na)?\b|lokalfrågor|byggnad|skolskjuts|skolmåltid|kök\b|"
            r"it-drift|inomhusmiljö|ventilation|transport|\bresor\b|bussar)|^[\W\d]*ekonomi\b|"
            r"inte våra?\b|utom räckhåll|(?:utan|ingen) rådighet|rådighet över|begränsad påverkan|"
            r"ramar vi inte|(?:inget|inte|ej) (?:som )?(?:vi|skolan|enheten|rektor\w*|nämnden|"
            r"går|kan)\b"
            r".{0,15}\b(?:påverka|råda|rår|råder|styra|lösa|ändra)\b|(?:kräver|"
            r"väntar på) (?:andra|någon annan)|frågor (?:för|till) "
            r"(?:andra|kommunen|fastighet)|skickas vidare|lämnas vidare|"
            r"andras? (?:bord|ansvar)|någon annans|yttre (?:hinder|faktorer|omständigheter)|"
            r"bortom (?:vår|skolans)|inte (?:kan|går att) (?:påverka|göra något|styra|lösa|ändra)|"
            r"inte skolans|inte (?:vårt|på vårt) bord|övrigt som stör"
        ),
    ),
    (
        "historik",
        re.compile(
            r"(?<!hur )(?:har vi|vi har|redan|tidigare|har|är) (?:redan |tidigare |hittills )?"
            r"(?:prova|testa|pröva|genomför)|(?<!hur )(?:har vi|vi har) (?:redan |"
            r"tidigare )?(?:gjort|gått)|"
            r"prova(?:ts|t|de)\b|prövat|testat|redan (?:gjort|gör)|tidigare (?:insatser|satsningar|"
            r"åtgärder|utvecklingsarbete|projekt|försök|år)|genomförda (?:insatser|åtgärder|"
            r"satsningar)|"
            r"pågående (?:insatser|arbete|utvecklingsarbete|satsningar)|historik|"
            r"(?:insatser|satsningar|åtgärder) (?:hittills|sedan|som (?:gjorts|pågår|genomförts))|"
            r"vad (?:har )?vi (?:har )?gjort|hur det (?:blev|gick)|uppföljning av (?:förra|"
            r"tidigare)|"
            r"det här gör vi redan|gjort hittills|lärdomar av|(?:har|hittills) gjorts|"
            r"erfarenheter av|"
            r"vad (?:har|som) (?:redan )?(?:prova|pröva|betal|testa|gjort)"
        ),
    ),
    (
        "elevrost",
        re.compile(
            r"(?:säger|berättar|tycker|upplever|vill) (?:\w+ )?(?:eleverna|barnen|deltagarna)|"
            r"(?:elev|ungdom|flick|pojk)\w* (?:\w+ )?(?:röst|säger|berättar|tycker|perspektiv|"
            r"beskriv|"
            r"upplev|svarar|syn på|bild|vill|tankar|önskemål)|"
            r"barn(?:en|ens|s)? (?:röst|säger|berättar|tycker|perspektiv|tankar|visar|vill)|"
            r"elevröst|"
            r"barnintervju|elevintervju|(?:röster|citat|ord) från|med (?:elevernas|barnens) ord|"
            r"elevrådet|elevenkät|fokusgrupp|(?:studerande|deltagar|barn|ungdoms|elev)råd|"
            r"(?:elevernas|barnens|deltagarnas|de studerandes|studerandes) (?:och \w+ )?"
            r"(?:synpunkt|åsikt|bild|röst|tankar|egna ord|önskemål|"
            r"erfarenhet|kommentar)|deltagarnas röst|deltagarna (?:säger|berättar)|"
            r"studerandes röst|(?:eleverna|barnen) själva|hört av (?:elever|barn)|elevkåren"
        ),
    ),
    (
        "styrka",
        re.compile(
            r"styrk(?:a|or|orna)\b|framgång|fungerar|går bra|bra saker|\bbra\b|goda exempel|glädje|"
            r"stolt|nöjda?\b|positiv|lyckats|lyckas|bevara|värna|behålla|att bygga vidare|"
            r"ljuspunkt|plus\b|^[\W\d]*grön(?:t|a)?\b"
        ),
    ),
    (
        "metod",
        re.compile(
            r"metod|underlag|genomförande|tillvägagångssätt|hur (?:vi|analysen|nulägesanalysen|"
            r"arbetet) "
            r"(?:har |gjorde|gick|är (?:gjor|sammanst)|togs)|"
            r"så (?:har vi|gjorde vi|gick|är|här (?:har|gjorde|gick))|"
            r"läsanvisning|så läser|källor|"
            r"arbetsgång|process(?:en)? bakom|om (?:analysen|dokumentet|"
            r"rapporten)|"
            r"datainsamling|bilag|begrepp|ordlista|innehåll(?:sförteckning)?$|syfte|inledning|"
            r"uppdrag(?:et)?$"
        ),
    ),
    (
        "beskrivning",
        re.compile(
            r"bakgrund|(?:om|kort om|fakta om|beskrivning av|presentation av) "
            r"(?:skol|enhet|förskol|verksamhet|kommun|huvudman|oss)|(?:vilka|vem) (?:är )?vi|"
            r"(?:skolan|enheten|kommunen|förskolan|verksamheten|huvudmannen) i (?:siffror|korthet)|"
            r"verksamhetsbeskrivning|^[\W\d]*(?:(?:om|vår|våra|den) )?(?:skola|skolan|skolorna|"
            r"enheten|"
            r"förskolan|verksamheten|kommunen|huvudmannen)\W*$|^[\W\d]*(?:nuläges)?beskrivning$|"
            r"i siffror|fakta|grundfakta|"
            r"presentation|enhetens profil|(?:vårdnadshavar|föräldra|"
            r"personal)\w* (?:\w+ )?(?:säger|berättar|tycker|"
            r"röst|bild|synpunkt|tankar)|omfattning\b|"
            r"(?:skolan|enheten|förskolan|verksamheten|kommunen|skolorna)(?: och (?:dess|sin|vår|"
            r"våra)) (?!resultat|undervisning|ledning)\w+|"
            r"vår (?:skola|enhet|förskola|kommun)$|upptagningsområde|nyckeltal|statistik om"
        ),
    ),
    (
        "plan",
        re.compile(
            r"åtgärd|handlingsplan|nästa steg|vägen framåt|framåt\b|planera|förslag|mål för|"
            r"målbild|^[\W\d]*gul(?:t|a)\b|på gång\b|^[\W\d]*(?:våra |vårt )?mål(?:en|"
            r"et)?\b(?!.*\binte\b)|\bvision|vill vi|önskat läge|"
            r"fortsatt (?:process|arbete|gång)|"
            r"önskemål|(?:vi|personalen) (?:vill|önskar|ska)|tidplan|insatser framåt|beslut\b|"
            r"utvecklingsplan"
        ),
    ),
    (
        "sammanfattning",
        re.compile(
            r"sammanfatt|slutsats|slutord|prioriter|avslut|att ta ställning|vägval|(?:ska|"
            r"vill) vi (?:välja|börja)|samlad (?:bild|"
            r"bedömning)|"
            r"i korthet|viktigast|fokusområde|rektors (?:ord|kommentar|reflektion)|reflektion"
        ),
    ),
)
"""Headings of what is not an account of problems; the first that fits counts."""

PROBLEM = re.compile(
    r"problem|utvecklingsområd|brist|svårighet|utmaning|behöver (?:bli|utveckla|förbättra)|svaghet|"
    r"fungerar (?:inte|mindre|dåligt|sämre)|(?:inte|mindre|sämre) (?:så )?bra|minus\b|hinder|orsak|"
    r"(?:inte|dåligt) fungerar|inte \w* ?nöjda?|missnöj|oroar|skaver|^[\W\d]*röd(?:a|t)?\b|"
    r"^[\W\d]*rött\b"
)
"""Headings that say that problems follow, whatever else they hold."""

PLAIN_LEVEL = re.compile(
    r"^[\W\d]*(?:[A-ZÅÄÖ][.):]\s+)?(?:(?:elevernas|barnens|deltagarnas|skolans|vår[at]?|våra|och|"
    r"andra|samt|&|resultat(?:en)?|måluppfyllelse|undervisning(?:en)?|processer(?:na)?|"
    r"organisation(?:en)?|ledning(?:en)?|ledarskap|styrning)[\W\d]*)+$",
    re.IGNORECASE,
)
"""Headings that are nothing but the name of a level."""
