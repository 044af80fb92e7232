//! Rejects sources that are nested too deep for a recursive parser.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The maximum depth of brackets.
const MAX_DEPTH: usize = 64;

/// The maximum number of tokens of one expression, with those of the expressions around it: each can be a level of recursion.
const MAX_RUN: usize = 3000;

/// Checks that no expression of a source is too long or too deep.
///
/// # Errors
/// One is.
pub(super) fn check(tokens: &TokenStream) -> Result<(), String> {
    let mut open: Vec<(TokenStream, usize, usize)> = vec![(tokens.clone(), 0, 0)];
    while let Some((tokens, depth, around)) = open.pop() {
        if depth > MAX_DEPTH {
            return Err(format!("nesting exceeds {MAX_DEPTH} levels"));
        }
        let mut run = around;
        let mut ends = false;
        for token in tokens {
            // An item or statement ends with its braces, unless an operator or `else` follows.
            let goes_on = match &token {
                TokenTree::Punct(punct) => punct.as_char() != '#',
                TokenTree::Ident(ident) => *ident == "else",
                _ => false,
            };
            if ends && !goes_on {
                run = around;
            }
            run += 1;
            ends = false;
            match token {
                TokenTree::Punct(punct) if ",;".contains(punct.as_char()) => run = around,
                TokenTree::Group(group) => {
                    ends = group.delimiter() == Delimiter::Brace;
                    open.push((group.stream(), depth + 1, run));
                }
                _ => {}
            }
            if run > MAX_RUN {
                return Err(format!("an expression exceeds {MAX_RUN} tokens"));
            }
        }
    }
    Ok(())
}
