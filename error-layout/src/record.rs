//! Records: fields at fixed offsets, declared once for the writer and the reader.

use crate::bytes;

/// A string of the catalog: its place in the string table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Text {
    /// The offset in bytes.
    pub offset: u32,
    /// The length in bytes.
    pub len: u32,
}

impl Text {
    /// A string that the table does not have, which reads as empty.
    pub const NONE: Self = Self {
        offset: crate::NONE_U32,
        len: 0,
    };

    /// Returns the bytes of a field.
    #[must_use]
    pub const fn to_le_bytes(self) -> [u8; 8] {
        (self.offset as u64 | (self.len as u64) << 32).to_le_bytes()
    }

    /// Reads the bytes of a field.
    #[inline]
    #[must_use]
    pub const fn from_le_bytes(bytes: [u8; 8]) -> Self {
        Self {
            offset: u32::from_le_bytes(chunk(&bytes, 0)),
            len: u32::from_le_bytes(chunk(&bytes, 4)),
        }
    }

    /// Returns the string; empty if the table is shorter.
    #[inline]
    #[must_use]
    pub const fn of(self, table: &str) -> &str {
        bytes::str_at(table, self.offset, self.len)
    }

    /// Returns the bytes of the string, for comparisons; empty if the table is shorter.
    #[inline]
    #[must_use]
    pub const fn bytes_of(self, table: &str) -> &[u8] {
        bytes::part(table, self.offset, self.len)
    }
}

/// Reads the bytes of a field; missing bytes are 0.
#[inline]
pub(crate) const fn chunk<const N: usize>(record: &[u8], at: usize) -> [u8; N] {
    match bytes::tail(record, at).first_chunk() {
        Some(chunk) => *chunk,
        None => [0; N],
    }
}

/// Writes the bytes of a field, unless the record ends before.
pub(crate) const fn put(record: &mut [u8], at: usize, field: &[u8]) {
    let mut byte = 0;
    while byte < field.len() && at + byte < record.len() {
        record[at + byte] = field[byte];
        byte += 1;
    }
}

/// Declares a record: a module with the size, a `Record` to write it, and a `View` to read it in place.
///
/// The fields are numbers in little-endian order or [`Text`]s, without gaps.
macro_rules! record {
    ($(#[$doc:meta])* pub mod $module:ident { $($(#[$field_doc:meta])* $field:ident: $type:ident,)+ }) => {
        $(#[$doc])*
        pub mod $module {
            #[allow(unused_imports, reason = "for the types of fields and for links")]
            use super::*;

            /// Length in bytes.
            pub const SIZE: usize = size_of::<Layout>();

            /// The offset of each field.
            #[repr(C)]
            #[allow(dead_code, reason = "only its offsets are used")]
            struct Layout {
                $($field: [u8; size_of::<$type>()],)+
            }

            /// The fields of a record to write.
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            pub struct Record {
                $($(#[$field_doc])* pub $field: $type,)+
            }

            impl Record {
                /// Returns the bytes of the record.
                #[must_use]
                pub const fn to_bytes(self) -> [u8; SIZE] {
                    let mut bytes = [0; SIZE];
                    $($crate::record::put(&mut bytes, core::mem::offset_of!(Layout, $field), &self.$field.to_le_bytes());)+
                    bytes
                }
            }

            /// A record that is read in place.
            #[derive(Clone, Copy, Debug)]
            pub struct View<'a>(&'a [u8; SIZE]);

            impl<'a> View<'a> {
                /// Takes the bytes of a record.
                #[inline]
                #[must_use]
                pub const fn new(bytes: &'a [u8; SIZE]) -> Self {
                    Self(bytes)
                }

                /// Returns the record at an offset; `None` if the bytes end before.
                #[inline]
                #[must_use]
                pub const fn at(bytes: &'a [u8], offset: usize) -> Option<Self> {
                    match $crate::bytes::tail(bytes, offset).first_chunk() {
                        Some(record) => Some(Self(record)),
                        None => None,
                    }
                }

                $(
                    $(#[$field_doc])*
                    #[inline]
                    #[must_use]
                    pub const fn $field(self) -> $type {
                        <$type>::from_le_bytes($crate::record::chunk(self.0, core::mem::offset_of!(Layout, $field)))
                    }
                )+
            }
        }
    };
}
pub(crate) use record;

#[cfg(test)]
mod tests {
    use super::Text;

    record! {
        /// A record of the tests.
        pub mod sample {
            /// A byte.
            kind: u8,
            /// A number.
            number: u32,
            /// A string.
            name: Text,
        }
    }

    #[test]
    fn a_record_that_was_written_is_read_back() {
        let name = Text { offset: 1, len: 2 };
        let record = sample::Record {
            kind: 7,
            number: 0x0102_0304,
            name,
        };
        let bytes = [&[0][..], &record.to_bytes()].concat();
        assert_eq!(sample::SIZE, 13);
        assert_eq!(bytes[1..6], [7, 4, 3, 2, 1]);
        let view = sample::View::at(&bytes, 1).unwrap();
        assert_eq!((view.kind(), view.number(), view.name()), (7, 0x0102_0304, name));
        assert_eq!(view.name().of("abcd"), "bc");
        assert!(sample::View::at(&bytes, 2).is_none(), "a byte is missing");
        assert_eq!(sample::View::new(&record.to_bytes()).kind(), 7);
    }

    #[test]
    fn a_text_outside_of_the_table_is_empty() {
        assert_eq!(Text { offset: 3, len: 2 }.of("abcd"), "");
        assert_eq!(Text::NONE.of("abcd"), "");
    }
}
