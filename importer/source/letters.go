package source

import (
	"strings"
	"unicode"
)

// tongue is what is known of how a language's names and titles use the letters
// beyond ASCII: which they are, and what stands before and behind them.
type tongue struct {
	letters map[rune]bool
	pairs   map[[2]rune]bool // in small letters; 0 is the edge of a word
}

// newTongue learns from words in small letters.
func newTongue(words string) tongue {
	t := tongue{letters: map[rune]bool{}, pairs: map[[2]rune]bool{}}
	for _, word := range strings.Fields(words) {
		before := rune(0)
		for _, r := range word {
			if r >= 0x80 {
				t.letters[r] = true
			}
			t.pairs[[2]rune{before, r}] = true
			before = r
		}
		t.pairs[[2]rune{before, 0}] = true
	}
	return t
}

// rate tells how well the letters beyond ASCII of a word fit the language: above 0
// if they stand as they do in its words.
func (t tongue) rate(word []rune) float64 {
	rate := 0.0
	for i, r := range word {
		if r < 0x80 {
			continue
		}
		if !unicode.IsLetter(r) {
			rate += rateSign(word, i)
			continue
		}
		if unicode.Is(unicode.Cyrillic, r) && (isLatin(word, i-1) || isLatin(word, i+1)) {
			rate -= 4
		}
		if i > 0 && unicode.IsUpper(r) && unicode.IsLower(word[i-1]) {
			rate -= 4
		}
		if !t.letters[unicode.ToLower(r)] {
			rate -= 4
			continue
		}
		for _, pair := range [][2]rune{{neighbour(word, i-1), unicode.ToLower(r)}, {unicode.ToLower(r), neighbour(word, i+1)}} {
			if t.pairs[pair] {
				rate += 1.5
			} else {
				rate -= 0.5
			}
		}
	}
	return rate
}

// rateSign rates a character that is no letter: within a word it is out of place,
// and some signs nobody writes.
func rateSign(word []rune, i int) float64 {
	if neighbour(word, i-1) != 0 && neighbour(word, i+1) != 0 && word[i] != '’' && word[i] != '·' {
		return -6
	}
	if strings.ContainsRune("¤¦¬¸¯¨ˇ˘˙˛˝¶†‡‰ˆ˜", word[i]) {
		return -3
	}
	return 0
}

func isLatin(word []rune, i int) bool {
	return i >= 0 && i < len(word) && unicode.Is(unicode.Latin, word[i])
}

func neighbour(word []rune, i int) rune {
	if i < 0 || i >= len(word) || !unicode.IsLetter(word[i]) {
		return 0
	}
	return unicode.ToLower(word[i])
}

// western, central, turkish and cyrillic are the languages that code pages are made
// for. The words are names, titles and places as address books have them.
func western() []tongue {
	return []tongue{
		newTongue(`müller schröder jäger köhler krämer schäfer böhm größe weiß straße groß möller bäcker kühn günther jürgen björn
			jörg käthe bärbel grün förster hübner lüdenscheid düsseldorf köln münchen nürnberg würzburg österreich übersetzer ärztin
			geschäftsführer geschäftsführerin einkäufer verkäufer verkäuferin händler büro söhne brüder rückert vögel zöllner häußler
			löwe fröhlich glück süß tür für über gärtner kläre böttcher röder könig schütz strauß heß preuß voß großmann weißenfels
			änderung übung öffentlich prüfung führung leitung qualität universität präsident sekretärin sekretär läufer häuser möbel
			kröger lübeck göttingen tübingen thüringen fürth säule münster ältere jüngere später hälfte käufer tägliche schlüssel
			frühling märz dönitz ölmühle äußere üben höhe nähe mühe fähre röhre bühler föhr jöns wörner schöne grüße füße maß fuß nuß
			müßig heiß preiß reiß gauß kloß schloß roßbach`),
		newTongue(`éric élodie chloé zoé rené andré andrée françois françoise hélène jérôme gérard stéphane céline valérie noël joël anaïs
			raphaël gaël maël loïc benoît aurélie frédéric frédérique amélie mélanie stéphanie véronique léa théo cécile bérénice
			lefèvre lefébvre bénard béranger périer rivière fournière brière barrière carrière fevrière génin crépin château lemaître
			maître hôtel côté forêt prêtre évêque fête bête tête pêcheur pâtissier pâques âme grâce bâtiment île dîner août goût
			directeur général directrice générale responsable qualité sécurité société gérant employé chargé chargée délégué déléguée
			ingénieur développeur développement comptabilité économiste été être même très après dès près père mère frère première
			dernière manière lumière façade garçon leçon reçu français française provençal curaçao çà là où déjà voilà à bœuf sœur cœur
			œuvre naïf maïs héroïne égoïste haÿ crème problème système troisième hélas préfet préfecture région séverine rhône saône
			besançon alençon nîmes orléans béziers vénissieux mérignac évreux évry étienne émile édouard élise agnès thérèse adèle
			geneviève barthélémy clémence clément grégory grégoire désiré andréa`),
		newTongue(`garcía gonzález rodríguez fernández lópez martínez sánchez pérez gómez martín jiménez hernández díaz muñoz álvarez gutiérrez
			núñez iglesias medína cañas peña ibáñez ordóñez cáceres león córdoba málaga cádiz ávila jaén méxico bogotá medellín josé jesús
			maría ángel ángeles óscar óliver íñigo andrés raúl saúl rubén adrián sebastián iván joaquín martín agustín tomás nicolás
			mónica verónica sofía lucía rocío inés belén estefanía concepción asunción año niño niña señor señora español españa compañía
			dirección gestión atención administración producción técnico médico jurídico política logística informática público único
			número teléfono código área río día también según aquí así más qué cómo dónde cuándo sí tú él pingüino bilingüe vergüenza argüello
			yáñez zúñiga báñez logroño coruña cataluña montañés ureña acuña`),
		newTongue(`niccolò nicolò società qualità attività città università responsabilità perché poiché però più già così lunedì martedì venerdì
			sarà cantù pirlò totò è caffè papà libertà novità forlì salò mondovì cefalù lunardì mansuè alì dì lì là giù virtù tribù
			giosuè mosè noè josè andò verrà potrà farò comò`),
		newTongue(`joão são antónio antônio josé luís simões conceição assunção magalhães guimarães gonçalves gonçalo lourenço lourdes mendonça
			araújo flávio fábio cláudia cláudio patrícia mário mónica mônica inês estêvão sebastião simão leão brandão falcão galvão
			produção direção gestão comunicação informação administração vendas gerência secretária secretário técnico avó avô pão mãe
			irmão coração ações funções relações é à às também três mês português força praça braga évora setúbal portimão maranhão`),
		newTongue(`michaël daniël raphaël gabriël joëlle noëlle chloë zoë loïs anaïs andré renée désirée brünhilde coördinator categorieën
			beëindiging financiële officiële industriële medewerkers geïnteresseerd naïef reünie zeeën ideeën één vóór café privé
			oriënt italië belgië australië azië groot-brittannië patiënt cliënt efficiënt ingenieur coëfficiënt daniëls israël
			böhmer müller kühn`),
		newTongue(`søren jørgen bjørn bjørg asbjørn torbjørn søgaard sørensen jørgensen kjær kjærgaard nørgaard østergaard ødegård aagård
			ågård åse åge pål håkon håvard målfrid småland gård gården vågsøy ålborg århus åbenrå køge køn helsingør hillerød næstved
			hørsholm lyngbæk bæk holbæk ærø ære færøerne særlig økonomi økonomichef indkøb indkøbschef direktør salgsdirektør ingeniør
			sælger sælgere afdelingsleder rådgiver rådhus skovgård nygård lærer læge bødker møller mølgaard højgaard højskole høj bøg
			løve dør først år når går så blå grå ø å på få må sørby sønderborg tønder tønsberg tromsø ålesund bodø kåre øystein øivind
			ørsted åberg frøydis kjølstad næss sæther røed rønning bråthen bråten håland lærdal væringen kvæfjord møre ås nærø`),
		newTongue(`åsa åke håkan mårten måns pär jörgen göran göransson östen öberg öhman ängström ågren åkesson åström öström ström sjöberg sjögren
			sjöström lindström bergström hagström nyström söderberg söderström söderlund björk björkman björn björklund bäckström backström
			bäck hägg häggström hällström nordström möller mörk lönn lönnqvist löfgren löfven löf grönlund grönberg högberg högström
			hörnström bäckman ängen västerås örebro göteborg malmö jönköping norrköping linköping södertälje umeå luleå piteå växjö
			gävle östersund ängelholm älmhult åmål försäljning försäljningschef inköp inköpare inköpschef ekonomiansvarig vd på är och när
			för år rådgivare sköterska lärare väg gård må gå så två från mål skåne småland värmland västmanland öland åland hälsingland
			väinö pertti mäkinen hämäläinen järvinen mäkelä virtanen heikkilä lehtimäki päivi päiviö yrjö jyväskylä hämeenlinna seinäjoki
			töölö åbo myyntipäällikkö johtaja äiti isä yö työ kesä sörensen andrén noréen lindén nordén wallén bodén norén hedén idé carré`),
		newTongue(`guðrún sigurður þórður þóra þorsteinn ásdís ásgeir ólafur ólöf örn össur jón jónsdóttir guðmundsdóttir sigurðardóttir
			friðrik davíð hörður bjarnadóttir árni ágúst björk kópavogur hafnarfjörður ísafjörður seyðisfjörður sjóður æðey fæð maður
			viðskipti framkvæmdastjóri rafvirki stjóri þjónusta það því reykjavík ýmir dýr nýr`),
	}
}

func central() []tongue {
	return []tongue{
		western()[0], // German is written in the code page of Central Europe, too
		newTongue(`wiśniewski wójcik kamiński lewandowski zieliński szymański woźniak dąbrowski kozłowski jankowski mazurek kwiatkowski
			krawczyk kaczmarek piotrowski grabowski zając pawłowski michalski król wieczorek jabłoński wróbel nowakowski majewski stępień
			olszewski jaworski malinowski dudek pawlak górski rutkowski sikora walczak baran szewczyk ostrowski tomaszewski pietrzak
			wróblewski marciniak jasiński zawadzki bąk jakubowski sadowski duda włodarczyk wilk chmielewski borkowski sokołowski szczepański
			sawicki kucharski lis maciejewski kubiak kalinowski wysocki mazur łukasz łucja michał paweł rafał stanisław władysław mirosław
			jarosław wacław małgorzata elżbieta bożena grażyna agnieszka józef józefa żaneta żuk żak źrebiec śliwa śliwiński ślusarz święty
			ćwik ćwiek łódź kraków gdańsk poznań wrocław toruń białystok częstochowa rzeszów świnoujście główny księgowy księgowa dyrektor
			sprzedaży zakupów właściciel kierownik działu obsługi specjalista pięć sześć być mieć iść mąż ręka gęś wąż ząb sąd łączny
			piękny mężczyzna chłopiec przyjęcie pełnomocnik zespół główna zarządu członek społeczny niedźwiedź koń dzień cień jeleń hańba
			rządzący zażółć gęślą jaźń końcowy żółty źle późno`),
		newTongue(`novák svoboda novotný dvořák černý procházka kučera veselý horák němec pokorný pospíšil hájek jelínek růžička král beneš fiala
			sedláček doležal zeman kolář krejčí navrátil čermák vaněk urban blažek kříž kovář kratochvíl kopecký bartoš vlček polák musil
			šimek konečný malý čech staněk štěpánek havlíček moravec soukup vávra říha řehoř řezníček řezáč jiří jiřina ondřej matěj tomáš
			lukáš jakub vojtěch zdeněk luboš miloš aleš rené bořek bohumír květa věra běla alžběta kateřina žaneta žofie šárka štěpán božena
			hana lenka lucie ředitel ředitelka obchodní účetní výrobní technický manažer jednatel společnost nákup prodej přednosta
			vedoucí žižkov řeka říčany plzeň děčín třebíč kladno příbram jihlava znojmo břeclav žďár hradec králové ústí třinec příliš
			žluťoučký kůň úpěl ďábelské ódy dům stůl můj zůstat důl ťukat šťastný ňadra křesťan něco měsíc město pět svět děti tělo
			žiť ľudovít ľubomír ľuboš ľubica hôrka kôň stôl pôda mäso päť ďaleko ťažký kňaz bôr vŕba stĺp žĺtok novotná dvořáková
			černá veselá horáková němcová růžičková kovářová`),
		newTongue(`nagy kovács tóth szabó horváth varga kiss molnár németh farkas balogh papp takács juhász lakatos mészáros oláh simon rácz fekete
			szilágyi török fehér balázs gál kis szűcs kocsis pintér fodor orsós szalai sipos magyar lukács gulyás bíró király katona lászló
			jakab bogdán balog boros kelemen somogyi fazekas antal hegedűs hegedüs pásztor bognár gőz győr győző győri gyöngyi gyula erzsébet
			mária éva judit zoltán istván józsef ferenc sándor tibor attila gábor péter tamás zsófia jános géza béla árpád ödön örs őze őri
			ügyvezető igazgató értékesítési vezető gazdasági műszaki könyvelő főkönyvelő beszerzés beszerző árvíztűrő tükörfúrógép űr nő fő
			idő erdő mező tető kő bő jövő első utolsó hétfő erős szőke szőlő ősz ötvös hűvös gyűjtő fűtő műhely tű fű szűk bűn főnök
			székesfehérvár debrecen pécs szeged nyíregyháza kecskemét érd dunaújváros hódmezővásárhely`),
		newTongue(`čović đorđević đurić đurđa đuro đukić šimić šarić šušnjar žagar žarko živković žic ćosić ćiro ćurić kovačević kovačić marković
			petrović jovanović nikolić babić novak horvat blažević božić jurić matić tomić pavić vuković knežević perić lovrić filipović
			krešimir siniša saša nataša dražen željko željka zvonimir čedomir božidar danijel jožef janez šušteršič kočevar kovač zupančič
			potočnik mlakar vidmar golob turk božič kralj korošec koren škof žnidaršič hribar kavčič rožman jerič blatnik jež voditelj
			prodaje nabave računovodstvo tehnički direktor upravitelj ljubljana škofja loka čakovec šibenik požega međimurje niš čačak`),
		newTongue(`ştefan ştefania ţepeş ţiţei constanţa bucureşti iaşi braşov timişoara galaţi ploieşti piteşti sălaj bălan păun văcaru sârbu
			câmpeanu mihăilă mărgineanu brătianu cătălin cătălina ionuţ niţă măgureanu ceauşescu ionaşcu mureşan mureşanu moşneagu pârvu
			român română îngrijitor înalt într vânzări achiziţii preşedinte ţară ţăran aşa şi să că dacă fără până casă masă mamă bună
			şef director funcţie direcţie informaţii societăţi gheorghiţă lăcătuşu dumitraşcu`),
	}
}

func turkish() []tongue {
	return []tongue{
		western()[0],
		newTongue(`yılmaz kaya demir şahin çelik yıldız yıldırım öztürk aydın özdemir arslan doğan kılıç aslan çetin kara koç kurt özkan şimşek
			polat korkmaz erdoğan güneş güler yavuz kaplan acar çakır kalkan gökçe aksoy tekin erdem taş şen türk çiftçi gündoğdu ışık
			bulut karataş özer sarı duman güngör yalçın ateş aktaş çınar gül toprak keskin bozkurt demirci tunç avcı ünal özgür uçar
			sağlam dağ dağlı yağmur soğukçeşme ağaoğlu karaoğlu hacıoğlu ibrahimoğlu ayşe fatma hüseyin hasan ismail mehmet ömer süleyman
			çağla çağrı çiğdem gülşen şule şeyma şükrü özlem öznur ümit ülkü ilknur ışıl sıla kıvanç barış yiğit oğuz tuğba tuğçe buğra
			müdür müdürü satış satın alma muhasebe başkan yönetici genel mühendis şirketi sanayi ticaret istanbul ızmir eskişehir diyarbakır
			balıkesir muğla niğde ağrı şanlıurfa çanakkale çorum kırşehir kırıkkale aydınlı değil çalışma iş kız sınıf gazi`),
	}
}

func cyrillic() []tongue {
	return []tongue{newTongue(`иванов иванова смирнов кузнецов попов васильев петров соколов михайлов новиков федоров морозов волков алексеев лебедев
		семенов егоров павлов козлов степанов николаев орлов андреев макаров никитин захаров зайцев соловьев борисов яковлев григорьев
		романов воробьев сергеев кузьмин фролов александров дмитриев королев гусев киселев ильин максимов поляков сорокин виноградов
		ковалев белов медведев антонов тарасов жуков баранов филиппов комаров давыдов беляев герасимов богданов осипов сидоров матвеев
		титов марков миронов крылов куликов карпов власов мельников денисов гаврилов тихонов казаков афанасьев данилов савельев тимофеев
		фомин чернов абрамов мартынов ефимов федотов щербаков назаров калинин исаев чернышев быков маслов родионов коновалов лазарев
		воронин климов филатов пономарев голубев кудрявцев прохоров наумов потапов журавлев овчинников трофимов леонов соболев ермаков
		колесников гончаров емельянов никифоров грачев котов гришин ефремов архипов громов кириллов малышев панов моисеев румянцев акимов
		кондратьев бирюков горбунов анисимов еремин тихомиров галкин лукьянов михеев скворцов юдин белоусов нестеров симонов прокофьев
		харитонов князев цветков левин митрофанов воронов аксенов софронов мальцев логинов горшков савин краснов майоров демидов елисеев
		рыбаков сафонов плотников демин хохлов фадеев молчанов игнатов литвинов ершов ушаков дементьев рябов мухин калашников леонтьев
		лобанов кузин корнеев евдокимов бородин платонов некрасов балашов бобров жданов блинов игнатьев коротков муравьев крюков беляков
		анна мария елена ольга наталья екатерина татьяна ирина светлана юлия дарья алексей дмитрий сергей андрей евгений юрий игорь
		директор генеральный главный бухгалтер менеджер отдел продаж закупок руководитель начальник инженер юрист заместитель москва
		санкт петербург общество ответственностью улица объект подъезд съезд шевченко ткаченко шапошников щукин эдуард эльвира яна яшин
		ющенко жанна цой чайка хмель здравствуйте`)}
}
