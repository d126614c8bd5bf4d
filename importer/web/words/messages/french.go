package messages

import (
	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// french has the words of the messages about rows.
func french() mapping.Catalogue {
	return mapping.Catalogue{
		Separators: map[string]string{"sentences": " ", "commas": ", ", "or": " ou ", "semicolons": " ; "},
		Formats: map[string]string{
			// Where a value stands.
			"column":  "la colonne %[1]q",
			"columns": "les colonnes %[1]q",
			"quoted":  "%[1]q",
			"more":    "%[1]s et %[2]s autres",

			// What a cell lacks.
			"missing_key":       "La cellule de la colonne clé %[1]q est vide ; saisissez-y : {keys}.",
			"missing_key_of":    "La cellule de la colonne clé %[1]q est vide ; saisissez-y (%[3]s) : %[2]s.",
			"blank_not_allowed": "La cellule dans %[1]s est vide, et le mappage exige une valeur pour %[2]s dans chaque ligne ; remplissez-la.",
			"became_blank":      "Il ne reste rien de %[1]q dans %[2]s après les transformations du mappage ; corrigez la cellule, ou videz-la si %[3]s ne doit pas changer.",

			// What a field does not take.
			"cannot_be_empty":       "Le texte %[1]q dans %[2]s viderait %[3]s, qui a toujours une valeur ; corrigez la cellule, ou videz-la si %[3]s ne doit pas changer.",
			"cannot_be_empty_field": "Le texte %[1]q dans %[2]s viderait %[3]s, ce qui est impossible (%[4]s) ; corrigez la cellule, ou videz-la si %[3]s ne doit pas changer.",
			"negative_number":       "Le nombre %[1]q dans %[2]s est inférieur à zéro, et %[3]s n’accepte aucun nombre négatif ; corrigez la cellule.",

			// Records that a field refers to.
			"guid_of_code":           "Le texte %[1]q dans %[2]s n’est pas un identifiant ; écrivez l’identifiant de l’enregistrement, ou choisissez sous Colonnes, dans les options de %[3]s, %[4]s pour « Les cellules contiennent ».",
			"unknown_reference":      "Il n’existe parmi %[4]s aucun enregistrement dont %[3]s est %[1]q, comme l’indique %[2]s pour %[5]s ; corrigez la cellule, ou créez l’enregistrement dans Business Central.",
			"unknown_reference_near": "Il n’existe parmi %[4]s aucun enregistrement dont %[3]s est %[1]q, comme l’indique %[2]s ; vouliez-vous dire %[5]s ?",
			"reference_too_long":     "Il n’existe parmi %[5]s aucun enregistrement dont %[4]s est %[1]q : la valeur compte %[3]s caractères dans %[2]s, et il y en a au plus %[6]s ; corrigez la cellule.",
			"ambiguous_reference":    "Il existe parmi %[5]s %[4]s enregistrements dont %[3]s est %[1]q, comme l’indique %[2]s ; choisissez sous Colonnes, pour « Les cellules contiennent », un champ qui les distingue, ou écrivez leurs identifiants pour %[6]s.",

			// What the mapping makes of a cell.
			"value_not_listed":    "La valeur %[1]q dans %[2]s n’est pas dans la liste du mappage pour %[3]s (%[4]s) ; corrigez la cellule ou ajoutez la valeur au mappage.",
			"expression_failed":   "L’expression du mappage pour %[1]s échoue sur cette ligne (%[2]s) ; corrigez les cellules dans %[3]s, ou l’expression.",
			"too_long_to_replace": "Le texte dans %[1]s compte plus de %[2]s caractères, et replace n’en accepte pas davantage ; raccourcissez-le.",

			// Business Central's documented rules.
			"too_long":              "Le texte %[1]q dans %[2]s compte %[3]s caractères, et %[4]s en accepte au plus %[5]s ; raccourcissez-le.",
			"email_decorated":       "Le texte %[1]q dans %[2]s contient plus qu’une adresse e-mail ; écrivez seulement l’adresse, ou cochez sous Colonnes, dans les options de %[3]s, « Domaines en minuscules » ou « Accepter les valeurs qui semblent abîmées ».",
			"email_invalid":         "L’adresse e-mail %[1]q dans %[2]s %[3]s.",
			"email_no_at":           "n’a pas de @ ; corrigez-la",
			"email_many_ats":        "a plus d’un @ ; écrivez une seule adresse, ou plusieurs séparées par ;",
			"email_no_local":        "n’a rien avant le @ ; corrigez-la",
			"email_no_domain":       "n’a pas de domaine tel que contoso.com après le @ ; corrigez-la",
			"email_short_ending":    "se termine par moins de deux caractères après le dernier point ; corrigez-la",
			"phone_letter":          "Le numéro de téléphone %[1]q dans %[2]s contient la lettre %[3]q, et Business Central n’en accepte aucune ; supprimez les lettres.",
			"phone_invalid":         "Le numéro de téléphone %[1]q dans %[2]s %[3]s.",
			"phone_no_country":      "n’a pas d’indicatif de pays ; écrivez-le avec un indicatif, comme +49 30 2312512, ou indiquez sous Colonnes le « Pays des numéros sans indicatif »",
			"phone_unknown_country": "a un indicatif de pays inconnu ; corrigez-le",
			"phone_unreadable":      "n’est pas un numéro de téléphone ; corrigez-le",
			"phone_extension":       "a le poste %[1]s, et Business Central n’accepte pas de lettres pour cela ; supprimez-le, ou ajoutez-le au numéro avec -",
			"phone_too_short":       "a trop peu de chiffres pour son pays ; corrigez-le",
			"phone_too_long":        "a trop de chiffres pour son pays ; corrigez-le",
			"phone_impossible":      "ne peut pas être un numéro de son pays ; corrigez-le",

			// Cells that programs damaged.
			"formula_uncomputed": "La formule de la colonne %[1]q n’a pas de valeur dans le fichier ; ouvrez le fichier dans Excel ou LibreOffice, qui la calcule, et enregistrez-le à nouveau.",
			"formula_error":      "La cellule de la colonne %[1]q contient %[2]q, l’erreur d’une formule ou une colonne trop étroite ; corrigez-la et enregistrez à nouveau le fichier.",
			"shortened":          "Le texte %[1]q dans %[2]s a été abrégé par un tableur ; mettez la colonne au format Texte, saisissez à nouveau la valeur et enregistrez le fichier, ou cochez sous Colonnes, dans les options de %[3]s, « Accepter les valeurs qui semblent abîmées ».",
			"shortened_number":   "Le texte %[1]q dans %[2]s a été abrégé par un tableur (il représente %[4]s, les derniers chiffres sont perdus) ; mettez la colonne au format Texte, saisissez à nouveau la valeur et enregistrez le fichier, ou cochez sous Colonnes, dans les options de %[3]s, « Accepter les valeurs qui semblent abîmées ».",
			"letters_lost":       "Le texte %[1]q dans %[2]s contient le caractère \ufffd à la place de lettres qu’un programme n’a pas pu lire ; corrigez-le, ou exportez à nouveau le fichier, dès le départ en CSV UTF-8, ou cochez sous Colonnes, dans les options de %[3]s, « Accepter les valeurs qui semblent abîmées ».",
			"damaged":            "Le texte %[1]q dans %[2]s %[3]s ; %[4]s, ou cochez sous Colonnes, dans les options de %[5]s, « Accepter les valeurs qui semblent abîmées ».",

			// What is wrong with a damaged text.
			"is_misread":        "est %[1]q en UTF-8, lu comme %[2]s par un programme",
			"is_misread_script": "est en lettres cyrilliques ou grecques, comme %[1]q, qu’un programme a lues comme Windows-1252",
			"is_crossed":        "est la valeur actuelle en %[1]s, lue comme %[2]s par un programme",
			"lost_letters":      "a perdu des lettres de la valeur actuelle, ou a d’autres caractères à leur place",
			"is_placeholder":    "est un texte de remplacement, pas une valeur",
			"is_formula":        "est une formule, pas sa valeur",
			"has_line_break":    "contient un saut de ligne",
			"is_escaped":        "contient un code de page web ou de courriel à la place d’une lettre",
			"has_stand_in":      "contient un caractère à la place d’une lettre qu’un programme n’a pas pu écrire ou lire",
			"is_date":           "est une date, que les tableurs font de textes qui y ressemblent",
			"is_sum":            "est un nombre qu’un programme a calculé",
			"is_number":         "est un nombre, mais le champ contient du texte",
			"is_truth":          "est la valeur logique d’un tableur",
			"lost_start":        "a les chiffres du numéro actuel sans son début, que les tableurs retirent des nombres",
			"lost_zero":         "n’a ni 0 initial ni indicatif de pays, contrairement au numéro actuel : les tableurs les retirent des nombres",
			"lost_country":      "n’a pas de + devant l’indicatif de pays, contrairement au numéro actuel : les tableurs le retirent des nombres",

			// What to do about it.
			"export_or_repair":  "exportez à nouveau le fichier, ou cochez sous Colonnes, dans les options, « Réparer les lettres mal lues »",
			"export_utf8":       "exportez à nouveau le fichier, dès le départ en CSV UTF-8",
			"correct_or_export": "corrigez-le, ou exportez à nouveau le fichier, dès le départ en CSV UTF-8",
			"write_letter":      "écrivez la lettre elle-même, ou exportez à nouveau le fichier",
			"format_number":     "mettez la colonne au format Texte et saisissez à nouveau le numéro",
			"format_value":      "mettez la colonne au format Texte et saisissez à nouveau la valeur",
			"empty_or_write":    "videz la cellule, ou écrivez la valeur",
			"compute":           "laissez le tableur la calculer et enregistrez à nouveau le fichier",
			"one_line":          "écrivez-le sur une seule ligne",

			// What a person decided on a conflict.
			"invalid_decision":    "La décision %[1]q dans la colonne %[2]q %[3]s",
			"decision_unreadable": `est illisible ; écrivez keep (leur valeur reste) ou take (les valeurs de la ligne sont écrites), ou pour des champs isolés, par exemple, "take: email; keep: lastName".`,
			"decision_both":       "dit à la fois keep et take pour %[1]s ; écrivez l’un des deux.",
			"decision_not_set":    "nomme %[1]q, que la ligne ne définit pas ; nommez %[2]s, ou écrivez keep ou take seul pour toute la ligne.",
			"decision_sets_none":  "nomme %[1]q, que la ligne ne définit pas ; la ligne ne définit aucun champ, videz donc la cellule.",

			// Texts that are no value of a field.
			entity.ReasonNumberInvalid:     "Le texte %[1]q dans %[2]s n’est pas un nombre, comme l’exige %[3]s ; corrigez la cellule.",
			entity.ReasonNumberPercent:     "Le texte %[1]q dans %[2]s est un pourcentage ; écrivez le nombre sans le signe, comme 12 pour 12%%.",
			entity.ReasonNumberUnit:        "Le texte %[1]q dans %[2]s contient plus qu’un nombre ; écrivez seulement le nombre, ou supprimez le reste avec replace pour %[3]s dans le mappage.",
			entity.ReasonNumberGrouping:    "Le nombre %[1]q dans %[2]s ne correspond pas au séparateur décimal %[4]q ; corrigez la cellule, ou indiquez sous Colonnes le « Séparateur décimal » du fichier.",
			entity.ReasonNumberMarks:       "Les signes du nombre %[1]q dans %[2]s ne sont pas ceux des milliers et des décimales ; corrigez la cellule.",
			entity.ReasonNumberAmbiguous:   "Le nombre %[1]q dans %[2]s peut être %[4]s ou %[5]s ; indiquez sous Colonnes le « Séparateur décimal » du fichier.",
			entity.ReasonNumberTooLong:     "Le nombre %[1]q dans %[2]s a trop de chiffres pour %[3]s ; corrigez la cellule.",
			entity.ReasonIntegerFraction:   "Le nombre %[1]q dans %[2]s a des décimales, et %[3]s n’accepte que des nombres entiers ; corrigez la cellule.",
			entity.ReasonIntegerRange:      "Le nombre %[1]q dans %[2]s est hors de la plage de %[3]s, de %[4]s à %[5]s ; corrigez la cellule.",
			entity.ReasonBooleanUnknown:    "On ne sait pas si le texte %[1]q dans %[2]s signifie vrai ou faux ; écrivez true ou false, ou indiquez sous Colonnes « Mots pour oui » et « Mots pour non ».",
			entity.ReasonBooleanNotListed:  "Le texte %[1]q dans %[2]s n’est pas l’un des mots pour vrai et faux (%[4]s) ; corrigez la cellule, ou ajoutez le mot sous Colonnes à « Mots pour oui » ou « Mots pour non ».",
			entity.ReasonDateInvalid:       "Le texte %[1]q dans %[2]s n’est pas une date univoque ; écrivez-la comme 2026-11-27, ou indiquez la forme des dates sous Colonnes, dans « Dates ».",
			entity.ReasonDatePattern:       "Le texte %[1]q dans %[2]s n’est pas une date de la forme %[4]s ; corrigez la cellule, ou indiquez la forme des dates sous Colonnes, dans « Dates ».",
			entity.ReasonDateImpossible:    "La date %[1]q dans %[2]s n’existe pas ; corrigez la cellule, ou indiquez la forme des dates sous Colonnes, dans « Dates » si le jour et le mois sont inversés.",
			entity.ReasonDateAmbiguous:     "La date %[1]q dans %[2]s peut être %[4]s ou %[5]s ; indiquez la forme des dates sous Colonnes, dans « Dates », par exemple dd.MM.yyyy.",
			entity.ReasonDateShortYear:     "La date %[1]q dans %[2]s a une année à deux chiffres ; indiquez la forme des dates sous Colonnes, dans « Dates », par exemple dd.MM.yy.",
			entity.ReasonDateTime:          "La date %[1]q dans %[2]s comporte une heure, et %[3]s n’en accepte pas ; écrivez seulement la date, ou supprimez l’heure avec replace pour %[3]s dans le mappage.",
			entity.ReasonDateSerial:        "Le texte %[1]q dans %[2]s est peut-être le nombre d’un tableur pour %[4]s ; mettez la colonne au format Date et enregistrez à nouveau le fichier, ou indiquez excel sous Colonnes, dans « Dates ».",
			entity.ReasonDateSerialInvalid: "Le texte %[1]q dans %[2]s n’est pas l’un des nombres d’Excel pour les dates ; corrigez la cellule, ou indiquez la forme des dates sous Colonnes, dans « Dates ».",
			entity.ReasonDateTimeInvalid:   "Le texte %[1]q dans %[2]s n’est pas une date avec une heure ; écrivez-la comme 2026-11-27T10:00:00Z.",
			entity.ReasonDateTimeZone:      "L’heure %[1]q dans %[2]s n’a pas de fuseau horaire ; ajoutez-le, comme dans 2026-11-27T10:00:00+01:00, ou Z pour UTC.",
			entity.ReasonGUIDInvalid:       "Le texte %[1]q dans %[2]s n’est pas un identifiant ; les identifiants ressemblent à 6f1a0c3e-0d5e-4a52-9c1b-2d8f3e7a9b10.",
			entity.ReasonMemberUnknown:     "Le texte %[1]q dans %[2]s n’est pas une valeur de %[3]s ; écrivez %[4]s.",
			entity.ReasonMemberAmbiguous:   "Le texte %[1]q dans %[2]s peut être %[4]s dans %[3]s ; écrivez le nom exact.",
			"member_misspelt":              "Le texte %[1]q dans %[2]s n’est pas une valeur de %[3]s ; vouliez-vous dire %[4]s ?",
			entity.ReasonColumnNumbers:     "Les nombres dans %[2]s peuvent se lire de deux façons : %[1]q à la ligne %[4]s est %[5]s ou %[6]s ; indiquez sous Colonnes le « Séparateur décimal » du fichier.",
			entity.ReasonColumnDates:       "Les dates dans %[2]s peuvent se lire de plusieurs façons : %[1]q à la ligne %[4]s est %[5]s ou %[6]s ; indiquez %[7]s sous Colonnes, dans « Dates ».",
			entity.ReasonColumnSerials:     "Les dates dans %[2]s sont peut-être les nombres d’un tableur : %[1]q à la ligne %[4]s est %[5]s ; mettez la colonne au format Date et enregistrez à nouveau le fichier, ou indiquez excel sous Colonnes, dans « Dates ».",
			entity.ReasonColumnBooleans:    "On ne sait pas si le texte %[1]q à la ligne %[4]s de %[2]s signifie vrai ou faux ; indiquez sous Colonnes « Mots pour oui » et « Mots pour non ».",
			entity.ReasonNumbersMixed:      "Les nombres dans %[2]s ont des séparateurs décimaux différents : %[1]q à la ligne %[4]s et %[5]q à la ligne %[6]s ; corrigez le fichier, ou indiquez sous Colonnes le bon « Séparateur décimal ».",
			entity.ReasonDatesMixed:        "Les dates dans %[2]s ont des formes différentes : %[1]q à la ligne %[4]s et %[5]q à la ligne %[6]s ; corrigez le fichier, ou indiquez la bonne sous Colonnes, dans « Dates ».",

			// Rows that cannot be used.
			"not_an_id":          "La clé %[1]q n’est pas un identifiant ({one}) : les identifiants ressemblent à 6f1a0c3e-0d5e-4a52-9c1b-2d8f3e7a9b10 ; corrigez-la.",
			"not_a_contact_id":   "La clé %[1]q n’est pas un identifiant ({one}) : les identifiants ressemblent à 6f1a0c3e-0d5e-4a52-9c1b-2d8f3e7a9b10 ; s’il s’agit du champ {key}, choisissez {field} sous Colonnes, dans « La clé contient ».",
			"wrong_cell_count":   "La ligne %[1]s.",
			"cells":              "a %[1]s, l’en-tête a %[2]s ; %[3]s",
			"one_cell":           "1 cellule",
			"many_cells":         "%[1]s cellules",
			"fill_cells":         "une cellule vide a elle aussi besoin de son séparateur, et une cellule avec un saut de ligne a besoin de guillemets",
			"quote_delimiter":    "une cellule contenant le séparateur %[1]s a besoin de guillemets",
			"remove_delimiters":  "les cellules en trop sont vides : supprimez les séparateurs à la fin de la ligne",
			"cell_beyond_header": "a une valeur dans la colonne %[1]s, à droite du dernier en-tête ; donnez un en-tête à cette colonne ou videz la cellule",
			"damaged_now":        "Le texte %[1]q dans %[2]s %[3]s ; %[4]s ; %[5]s, ou cochez sous Colonnes, dans les options de %[6]s, « Accepter les valeurs qui semblent abîmées ».",
			"holds_nothing":      "{le one} n’y a actuellement aucune valeur",
			"holds":              "{le one} a actuellement %[1]q",

			// Rows that are no records.
			"repeated_heading": "La ligne répète l’en-tête et a été ignorée.",
			"ruled_line":       "La ligne est un trait et a été ignorée ; si c’est un enregistrement, saisissez sa clé dans la colonne %[1]q et relancez-la.",
			"total_row":        "La cellule %[2]q fait de la ligne un total, et elle n’a pas de clé ; elle a été ignorée. Si c’est un enregistrement, saisissez sa clé dans la colonne %[1]q et relancez-la.",
			"group_row":        "La ligne contient %[2]q et aucune clé, comme le titre d’un groupe ; elle a été ignorée. Si c’est un enregistrement, saisissez sa clé dans la colonne %[1]q et relancez-la.",
			"footer_row":       "La ligne est sous le dernier enregistrement et contient %[2]q et aucune clé, comme une note ; elle a été ignorée. Si c’est un enregistrement, saisissez sa clé dans la colonne %[1]q et relancez-la.",

			// Rows that the run did not finish.
			"not_attempted":     "L’exécution s’est arrêtée avant cette ligne ; %[1]s continue ici.",
			"not_accepted":      "Aucune des modifications de la ligne n’a été acceptée lors de l’approbation du plan ; rien n’a donc été écrit.",
			"cut_off":           "L’exécution a été interrompue pendant l’écriture de cette ligne ; {le one} a les anciennes ou les nouvelles valeurs ; %[1]s l’établit.",
			"waits_for_unknown": "Le résultat de l’écriture de la ligne %[1]s, qui modifie le même enregistrement, est inconnu ; cette ligne n’a donc pas été tentée ; %[2]s établit les deux.",
			"outcome_unknown":   "Une écriture a été envoyée et son résultat n’a pas pu être établi ; {le one} a les anciennes ou les nouvelles valeurs ; %[1]s l’établit.",
			"write_may_land":    "La réponse à une écriture de l’exécution annulée s’est perdue, et cette écriture peut encore atteindre l’enregistrement ; %[1]s l’établit, au plus tard après %[2]s.",
			"half_done":         "La ligne n’a pas pu être terminée à cause d’une erreur technique ; %[1]s la termine.",
			"gave_up":           "Une erreur technique a duré plus de %[1]s tentatives ; l’enregistrement n’a pas été modifié par cette ligne ; relancez la ligne plus tard.",
			"written_before":    "Écrit auparavant par cette ligne : %[1]s.",
			"said":              "Business Central indique : %[1]s",

			// Keys that find no record, or several.
			"no_such_contact":   "L’enregistrement %[1]q n’existe pas ({exact many}) ; vérifiez la clé.",
			"no_such_number":    "{Aucun one} n’a le numéro %[1]q ; %[2]s",
			"no_such_key":       "Aucun enregistrement ({exact one}) n’a %[2]q comme %[1]s ; %[3]s",
			"no_such_email":     "Aucun enregistrement ({exact one}) n’a l’adresse e-mail %[1]q ; %[2]s",
			"check_key":         "vérifiez la clé.",
			"did_you_mean":      "vouliez-vous dire %[1]s ?",
			"ambiguous_key":     "%[1]s {many} correspondent à la clé %[2]q ; utilisez {key or id} comme clé : %[3]s.",
			"key_called":        "%[1]q (%[2]s)",
			"outside_set":       "Le contact %[1]s existe mais n’est pas un contact client : %[2]s ; modifiez-le dans Business Central, ou supprimez la ligne.",
			"is_company":        "c’est une société, et seules les personnes peuvent être modifiées",
			"several_relations": "sa société est un client et aussi un fournisseur ou une autre relation",
			"no_customer":       "sa société n’est pas un client",
			"not_shown":         "sa société est peut-être aussi un fournisseur, ou c’est lui-même une société",
			"lookup_forbidden":  "Business Central ne permet pas à l’application de rechercher des enregistrements ({many}) ; affectez un ensemble d’autorisations qui peut les lire.",
			"lookup_refused":    "Business Central n’a pas pu rechercher la clé %[1]q ; vérifiez-la, ou utilisez des identifiants comme clés ({one}).",
			"lookup_gave_up":    "Une erreur technique a duré plus longtemps que toutes les tentatives de rechercher la clé %[1]q ; rien n’a été modifié ; relancez la ligne plus tard.",

			// What Business Central refuses.
			"read_forbidden":    "Business Central ne permet pas à l’application de lire cet enregistrement ; affectez un ensemble d’autorisations qui le peut ({many}).",
			"read_refused":      "Business Central a refusé de lire l’enregistrement, rien n’a donc été écrit ({one}) ; vérifiez la clé.",
			"field_gone":        "Le service n’a plus ces champs, leurs valeurs ne peuvent donc pas être écrites : %[1]s ; si elles doivent y figurer ({one}), rétablissez d’abord les champs.",
			"write_forbidden":   "Business Central ne permet pas cette modification ; affectez à l’application un ensemble d’autorisations qui peut modifier ces enregistrements ({many}).",
			"write_too_long":    "Business Central signale un texte trop long dans %[1]s ; raccourcissez-le et relancez la ligne.",
			"write_wrong_value": "Business Central signale une valeur non valide dans %[1]s ; corrigez-la et relancez la ligne.",
			"write_read_only":   "Business Central ne permet pas de modifier %[1]s ; retirez-le du mappage.",
			"write_refused":     "Business Central a refusé %[1]s ; corrigez la ligne et relancez-la.",
			"cell_in_column":    "%[1]s %[2]q dans %[3]s",
			"cell":              "%[1]s %[2]q",
			"the_values":        "les valeurs",

			// Conflicts, and how they are settled.
			"moved":                "Un autre utilisateur a modifié l’enregistrement entre la lecture et l’écriture, et les options de l’exécution ne le permettent pas ; vérifiez-le ({one}) ; %[1]s",
			"moved_since":          "Un autre utilisateur a modifié l’enregistrement après l’état sur lequel repose la ligne%[1]s ; vérifiez-le ({one}) ; %[2]s",
			"contention":           "D’autres utilisateurs n’ont cessé de modifier l’enregistrement ({one}) : %[1]s écritures sont arrivées trop tard ; %[2]s",
			"run_later":            "relancez la ligne plus tard.",
			"when_they_have_ended": "quand ils auront terminé, %[1]s",
			"collision":            "Un autre utilisateur a modifié un champ que cette ligne définit ; sa valeur a été conservée%[1]s ; %[2]s",
			"in_brackets":          " (%[1]s)",
			"collision_in":         "%[1]s : leur valeur est %[2]q, la ligne définit %[3]q",
			"collision_from":       "%[1]s : leur valeur est %[2]q, la ligne définit %[3]q, avant c’était %[4]q",
			"field_in_column":      "%[1]s dans %[2]s",
			"decide_here":          "décidez quelle valeur est la bonne ; si ce n’est pas la leur, saisissez-la dans Business Central.",
			"decide":               "écrivez keep (leur valeur reste) ou take (les valeurs de la ligne sont écrites) dans %[1]s de failed.csv%[2]s, et relancez le fichier%[3]s.",
			"decide_single_fields": `, ou pour des champs isolés "take: %[1]s; keep: %[2]s"`,
			"decide_nothing":       " (si vous n’inscrivez rien, la ligne est écrite telle quelle)",

			// Remarks beside a success.
			"confirmed_by_reading": "La réponse à l’écriture s’est perdue ; l’enregistrement a été relu et a les nouvelles valeurs ({one}).",
			"name_will_be_rebuilt": "{Le one} n’avait ni prénom ni nom, et la ligne n’en définit qu’un : Business Central compose le nom d’affichage des deux, vérifiez-le donc.",
			"stored_differently":   "%[1]s a été envoyé comme %[2]q et enregistré comme %[3]q.",
			"also_changed":         "Business Central a aussi modifié ce que la ligne ne définit pas : %[1]s ; vérifiez-le.",
			"changed_from":         "%[1]s était %[2]q et est maintenant %[3]q",
			"truncated":            "Le texte %[1]q dans %[2]s est trop long pour %[3]s et a été coupé à %[4]q.",
			"kept_theirs":          "Leur valeur a été conservée, comme décidé : %[1]s.",
			"kept_in":              "%[1]s reste %[2]q, la ligne définit %[3]q",
		},
	}
}
