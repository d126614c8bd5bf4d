package mapping

import (
	"bcimport/mapping/damage"
	"bcimport/mapping/phones"
)

// describe returns a finding in words; the zero Damage where there is none.
func describe(f damage.Finding) Damage {
	switch f.Kind {
	case damage.Misread:
		return Damage{CodeEncoding, NewMessage("is_misread", shortened(f.Meant), f.Read), NewMessage("export_or_repair"), f.Kind}
	case damage.MisreadScript:
		return Damage{CodeEncoding, NewMessage("is_misread_script", shortened(f.Meant)), NewMessage("export_utf8"), f.Kind}
	case damage.Crossed:
		return Damage{CodeEncoding, NewMessage("is_crossed", f.Write, f.Read), NewMessage("export_utf8"), f.Kind}
	case damage.LostLetters:
		return Damage{CodeEncoding, NewMessage("lost_letters"), NewMessage("correct_or_export"), f.Kind}
	case damage.StandIn:
		return Damage{CodeEncoding, NewMessage("has_stand_in"), NewMessage("correct_or_export"), f.Kind}
	case damage.Escaped:
		return Damage{CodeEncoding, NewMessage("is_escaped"), NewMessage("write_letter"), f.Kind}
	case damage.Placeholder:
		return Damage{CodePlaceholder, NewMessage("is_placeholder"), NewMessage("empty_or_write"), f.Kind}
	case damage.Date:
		return Damage{CodeSpreadsheet, NewMessage("is_date"), NewMessage("format_value"), f.Kind}
	case damage.Sum:
		return Damage{CodeSpreadsheet, NewMessage("is_sum"), NewMessage("format_number"), f.Kind}
	case damage.Number:
		return Damage{CodeSpreadsheet, NewMessage("is_number"), NewMessage("format_value"), f.Kind}
	case damage.Truth:
		return Damage{CodeSpreadsheet, NewMessage("is_truth"), NewMessage("format_value"), f.Kind}
	case damage.Formula:
		return Damage{CodeSpreadsheet, NewMessage("is_formula"), NewMessage("compute"), f.Kind}
	case damage.Lines:
		return Damage{CodeSpreadsheet, NewMessage("has_line_break"), NewMessage("one_line"), f.Kind}
	}
	return Damage{}
}

// describeLoss returns what a phone number has lost in words; the zero Message for nothing.
func describeLoss(loss phones.Loss) Message {
	switch loss {
	case phones.LostStart:
		return NewMessage("lost_start")
	case phones.LostZero:
		return NewMessage("lost_zero")
	case phones.LostCountry:
		return NewMessage("lost_country")
	}
	return Message{}
}
