//! The tokens of JSON Pointers (RFC 6901, section 3).

use alloc::string::String;

/// Returns the name of a member as a token of a pointer.
#[must_use]
pub fn pointer_token(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Returns the name of the member that a token of a pointer stands for.
#[must_use]
pub fn pointer_name(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn slashes_and_tildes_are_escaped() {
        assert_eq!(pointer_token("a/b~c"), "a~1b~0c");
        // Not `/`: the tilde is unescaped last.
        assert_eq!(pointer_name("~01"), "~1");
    }

    proptest! {
        #[test]
        fn a_token_stands_for_its_name(name: String) {
            let token = pointer_token(&name);
            prop_assert!(!token.contains('/'));
            prop_assert_eq!(pointer_name(&token), name);
        }
    }
}
