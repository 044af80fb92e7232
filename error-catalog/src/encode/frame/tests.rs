use super::*;

fn literal(text: &str) -> Op {
    Op::Literal(Run::text(text))
}

fn placeholder(slot: u8) -> Op {
    Op::Placeholder {
        slot,
        escape: escape::JSON_VALUE,
    }
}

/// What stands there if a slot has a value, and what otherwise.
fn given(slot: u8, then: Vec<Op>, otherwise: Vec<Op>) -> Op {
    Op::If { slot, then, otherwise }
}

fn list(comma: bool, open: &str, slot: u8) -> Op {
    Op::Wrap {
        comma,
        open: Run::text(open),
        close: "]".to_owned(),
        body: vec![Op::Each { slot }],
    }
}

/// The text of a frame, with the slots of its insertions and what stands around their values: `<slot open close instead>`.
fn shown(program: &[Op]) -> Option<String> {
    Frame::of(program).map(|frame| show(&frame.steps))
}

fn show(steps: &[Step]) -> String {
    steps
        .iter()
        .map(|step| match step {
            Step::Text(run) => run.as_text().unwrap_or("?").to_owned(),
            Step::Part(part) => format!("({})", show(part)),
            Step::Insertion(one) => format!(
                "<{} {} {} {}>",
                one.slot,
                one.open.as_text().unwrap_or("?"),
                one.close.as_text().unwrap_or("?"),
                show(&one.instead)
            ),
        })
        .collect()
}

#[test]
fn values_have_places_in_what_stands_there_without_them() {
    let id = given(slot::ID, vec![literal(",\"id\":"), placeholder(slot::ID)], vec![]);
    let program = [
        literal("{\"a\":1"),
        id,
        literal(",\"issue\":["),
        Op::Repeat(vec![
            literal("{\"n\":"),
            placeholder(slot::PARAMETER),
            list(true, "\"at\":[", slot::LOCATION),
            literal("}"),
        ]),
        literal("]}"),
    ];
    let expected = concat!(
        "{\"a\":1<2 ,\"id\":\" \" >,\"issue\":[",
        "({\"n\":<32   null><8 ,\"at\":[ ] >})]}"
    );
    assert_eq!(shown(&program).as_deref(), Some(expected));
}

#[test]
fn a_value_can_stand_in_the_place_of_a_text_with_values() {
    let program = [given(
        slot::DIAGNOSTICS,
        vec![placeholder(slot::DIAGNOSTICS)],
        vec![literal("\"Ward "), placeholder(slot::PARAMETER), literal("\"")],
    )];
    assert_eq!(shown(&program).as_deref(), Some("<0 \" \" \"Ward <32   null>\">"));
}

#[test]
fn brackets_are_left_out_with_what_is_between_them() {
    let wrap = |body| Op::Wrap {
        comma: false,
        open: Run::text("<id value=\""),
        close: "\"/>".to_owned(),
        body,
    };
    let text = Op::Placeholder {
        slot: slot::ID,
        escape: escape::XML_ATTRIBUTE,
    };
    let frame = Frame::of(&[wrap(vec![text.clone()])]);
    let [Step::Insertion(id)] = frame.as_ref().map_or(&[][..], |frame| &frame.steps) else {
        panic!("one insertion");
    };
    assert_eq!(id.how, escape::XML_ATTRIBUTE | flag::FILLED, "an empty value is none");
}

#[test]
fn what_has_no_place_is_left_to_the_program() {
    let text = |slot| Op::Placeholder {
        slot,
        escape: escape::XML_ATTRIBUTE,
    };
    let either = Op::Wrap {
        comma: false,
        open: Run::text("<a>"),
        close: "</a>".to_owned(),
        body: vec![text(slot::ID), text(slot::INSTANCE)],
    };
    let both = given(
        slot::REQUEST_ID,
        vec![placeholder(slot::REQUEST_ID), placeholder(slot::REQUEST_ID)],
        vec![literal("none")],
    );
    let frame = Frame::of(&[either, both]);
    let others = slot::bit(slot::ID) | slot::bit(slot::INSTANCE) | slot::bit(slot::REQUEST_ID);
    assert_eq!(
        frame.map(|frame| (show(&frame.steps), frame.others)),
        Some(("none".to_owned(), others))
    );
}

#[test]
fn a_comma_that_depends_on_a_value_makes_no_frame() {
    let id = given(slot::ID, vec![literal("\"id\":"), placeholder(slot::ID)], vec![]);
    assert_eq!(shown(&[literal("{"), id, Op::Comma, literal("\"a\":1}")]), None);
    let time = given(
        slot::TIME,
        vec![placeholder(slot::TIME), placeholder(slot::TIME)],
        vec![],
    );
    assert_eq!(shown(&[time]), None, "and neither does one that is always there");
}

#[test]
fn xml_has_no_commas() {
    let program = [literal("<a>"), Op::Repeat(vec![literal("<b/>")]), literal("</a>")];
    let frame = Frame::of_xml(&program);
    assert_eq!(frame.map(|frame| show(&frame.steps)).as_deref(), Some("<a>(<b/>)</a>"));
}

#[test]
fn a_part_for_each_error_that_depends_on_a_value_makes_no_frame() {
    let part = vec![literal("["), Op::Repeat(vec![literal("1")]), literal("]")];
    let guarded = given(slot::ID, part.clone(), vec![]);
    let other = given(slot::ID, vec![], part);
    assert_eq!((shown(&[guarded]), shown(&[other])), (None, None));
}
