//! The types and functions of a module.

use std::fmt::Write as _;

use error_runtime::{Data, Entry, Parameter, ParameterType, Visibility};

use super::table::{all_entries, code_literal};
use super::text::{comment, comment_with_tag, property, string};

/// The imports and exports that all modules have.
pub(super) const IMPORTS: &str = r#"import {
  Catalog,
  DEFAULT_BUDGET,
  actionWith,
  adviceWith,
  decideFaultWith,
  decideWith,
  decodeWith,
  unreadWith,
  userMessageWith,
} from "./runtime/index.js";
import type {
  Advice,
  Attempt,
  Budget,
  Decision,
  Decoded,
  Issue,
  ReceivedResponse,
  RequestFault,
  Texts,
  Unread,
} from "./runtime/index.js";

export { DEFAULT_BUDGET, Quota, decisionText, delayWithJitter, isIdempotent, logLine, receive } from "./runtime/index.js";
export type * from "./runtime/index.js";
"#;

/// Appends the type of each entry, the union of them, and the types of decoded responses.
pub(super) fn types(out: &mut String, data: Data<'static>, prefix: &str) {
    let _ = writeln!(out, "\n/** The errors of the catalog by the names of their entries. */");
    let _ = writeln!(out, "export interface {prefix}Errors {{");
    for entry in all_entries(data) {
        let note = deprecation(entry);
        let tag = note.as_deref().map(|note| ("deprecated", note));
        comment_with_tag(out, "  ", &documentation(entry), tag);
        let code = entry.code().map_or_else(|| "null".to_owned(), code_literal);
        let name = string(entry.name());
        let _ = writeln!(out, "  readonly {name}: {{");
        let _ = writeln!(out, "    readonly entry: {name};");
        let _ = writeln!(out, "    readonly code: {code};");
        let _ = writeln!(out, "    readonly status: {};", entry.status());
        parameters(out, entry);
        out.push_str("  };\n");
    }
    let _ = write!(
        out,
        "}}\n\n\
         /** The name of an entry. */\n\
         export type {prefix}Entry = keyof {prefix}Errors;\n\n\
         /** An error of the catalog: a union that `entry` discriminates. */\n\
         export type {prefix}Error = {prefix}Errors[{prefix}Entry];\n\n\
         /** A decoded response. */\n\
         export type {prefix}Decoded = Decoded<{prefix}Error>;\n\n\
         /** One issue of a decoded response. */\n\
         export type {prefix}Issue = Issue<{prefix}Error>;\n"
    );
}

/// Returns the title, the description and the retry class.
fn documentation(entry: Entry<'static>) -> Vec<String> {
    let mut texts = vec![entry.title().to_owned()];
    texts.extend(entry.description().map(str::to_owned));
    texts.extend(entry.retry().map(|retry| format!("Retry: {}.", retry.as_str())));
    texts
}

/// Returns the note of a deprecated entry, with the name of the entry that replaces it.
fn deprecation(entry: Entry<'static>) -> Option<String> {
    let note = entry.deprecated()?;
    let other = entry.replaced_by().map(|other| format!("Use `{}`.", other.name()));
    Some([note, &other.unwrap_or_default()].join(" "))
}

/// Appends the parameters that responses show. None of them is certain: a value can be missing in a response, or not be readable.
fn parameters(out: &mut String, entry: Entry<'static>) {
    let all = entry
        .parameters()
        .iter()
        .filter(|one| one.visibility == Visibility::Public);
    let all: Vec<Parameter<'static>> = all.collect();
    if all.is_empty() {
        out.push_str("    readonly parameters: Readonly<Record<never, never>>;\n");
        return;
    }
    out.push_str("    readonly parameters: {\n");
    for one in all {
        comment(
            out,
            "      ",
            &one.description.map(str::to_owned).into_iter().collect::<Vec<_>>(),
        );
        let _ = writeln!(out, "      readonly {}?: {};", property(one.name), type_of(&one));
    }
    out.push_str("    };\n");
}

fn type_of(parameter: &Parameter<'static>) -> String {
    match parameter.kind {
        ParameterType::Integer | ParameterType::Decimal => "number".to_owned(),
        ParameterType::Boolean => "boolean".to_owned(),
        ParameterType::Json => "unknown".to_owned(),
        ParameterType::Strings => "readonly string[]".to_owned(),
        ParameterType::Integers => "readonly number[]".to_owned(),
        ParameterType::Enum => {
            let values: Vec<String> = parameter.values().map(string).collect();
            if values.is_empty() {
                "string".to_owned()
            } else {
                values.join(" | ")
            }
        }
        _ => "string".to_owned(),
    }
}

/// Appends the functions, which pass the table to the runtime.
pub(super) fn functions(out: &mut String, prefix: &str) {
    let _ = write!(
        out,
        r"
/** Decodes a response into its issues, each with its entry of the catalog. It never fails. */
export function decode(response: ReceivedResponse): {prefix}Decoded {{
  return decodeWith(catalog, response) as {prefix}Decoded;
}}

/** Decides whether and when to send a request again after a response. */
export function decide(decoded: {prefix}Decoded, attempt: Attempt = {{}}, budget: Budget = DEFAULT_BUDGET): Decision {{
  return decideWith(catalog, decoded, attempt, budget);
}}

/** Decides whether and when to send a request again that got no response. */
export function decideFault(fault: RequestFault, url: string, attempt: Attempt = {{}}, budget: Budget = DEFAULT_BUDGET): Decision {{
  return decideFaultWith(catalog, fault, url, attempt, budget);
}}

/** Returns the advice of the catalog about sending the same request again. */
export function advice(decoded: {prefix}Decoded): Advice {{
  return adviceWith(catalog, decoded);
}}

/** Returns the members of the body that were not read: neither the decoded response nor the template of its entry has them. */
export function unread(decoded: {prefix}Decoded): Unread[] {{
  return unreadWith(catalog, decoded);
}}

/** Returns the instructions of the catalog for the operators of the client: about the leading issue, or another one. */
export function action(decoded: {prefix}Decoded, issue?: {prefix}Issue): string | undefined {{
  return actionWith(catalog, texts, decoded, issue);
}}

/** Returns a text that is safe to show to an end user, about the leading issue or another one, in a language (BCP 47) if the catalog has it. */
export function userMessage(decoded: {prefix}Decoded, issue?: {prefix}Issue, language?: string): string {{
  return userMessageWith(catalog, texts, decoded, issue, language);
}}
"
    );
}
