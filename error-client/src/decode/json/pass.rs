//! Skips values at places that the catalog does not have, with the same syntax checks.

use super::super::document::{MAX_DEPTH, Stop};
use super::super::embedded;
use super::{Next, Reader, Rest, behind_name, behind_space, behind_string};

/// The containers around the current position: a bit is 1 for an object. There are fewer than 64.
struct Around {
    objects: u64,
    count: u8,
}

impl Around {
    fn enter(&mut self, is_object: bool) {
        self.objects = self.objects << 1 | u64::from(is_object);
        self.count += 1;
    }

    fn leave(&mut self) {
        self.objects >>= 1;
        self.count -= 1;
    }

    fn is_object(&self) -> bool {
        self.objects & 1 == 1
    }
}

impl<'t> Reader<'t> {
    /// Skips a value.
    pub(super) fn pass(&mut self, mut rest: Rest<'t>, depth: u8) -> Result<Rest<'t>, Stop> {
        let mut around = Around { objects: 0, count: 0 };
        loop {
            let start = behind_space(rest);
            let (behind, first) = match start {
                [] => return Err(Stop::End),
                [b'"', content @ ..] => {
                    self.document.inner_outcome |= content.starts_with(embedded::TYPE);
                    (behind_string(content)?.0, false)
                }
                [b'{' | b'[', ..] if depth + around.count >= MAX_DEPTH => (self.skip(start)?, false),
                [bracket @ (b'{' | b'['), behind @ ..] => {
                    around.enter(*bracket == b'{');
                    (behind, true)
                }
                _ => (self.bare(start)?.1, false),
            };
            match self.pass_to_value(behind, &mut around, first)? {
                Next::One(value) => rest = value,
                Next::End(rest) => return Ok(rest),
            }
        }
    }

    /// Skips brackets, commas and the name of a member up to the next value.
    #[inline]
    fn pass_to_value(&mut self, mut rest: Rest<'t>, around: &mut Around, mut first: bool) -> Result<Next<'t>, Stop> {
        while around.count > 0 {
            let is_object = around.is_object();
            // The usual form, without white space; `another` parses all others.
            let name = match (rest, first) {
                ([b'"', name @ ..], true) | ([b',', b'"', name @ ..], false) if is_object => Some(name),
                ([b'}', behind @ ..], _) if is_object => {
                    rest = behind;
                    around.leave();
                    first = false;
                    continue;
                }
                _ => None,
            };
            if let Some(name) = name
                && let Ok(([b':', value @ ..], _)) = behind_string(name)
            {
                return Ok(Next::One(value));
            }
            match self.another(rest, if is_object { b'}' } else { b']' }, first)? {
                Next::One(name) if is_object => return Ok(Next::One(behind_name(name)?.rest)),
                Next::One(element) => return Ok(Next::One(element)),
                Next::End(behind) => rest = behind,
            }
            around.leave();
            first = false;
        }
        Ok(Next::End(rest))
    }

    /// Skips a container that is too deep, without checking its content.
    pub(super) fn skip(&mut self, mut rest: Rest<'t>) -> Result<Rest<'t>, Stop> {
        self.document.too_deep = true;
        let mut depth: usize = 0;
        while let [byte, behind @ ..] = rest {
            rest = behind;
            match byte {
                b'"' => rest = behind_string(behind)?.0,
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Ok(rest);
            }
        }
        Err(Stop::End)
    }
}
