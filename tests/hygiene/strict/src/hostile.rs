//! A scope in which the names of the standard library mean something else.
#![allow(
    missing_docs,
    missing_debug_implementations,
    non_camel_case_types,
    clippy::empty_structs_with_brackets
)]
#![allow(dead_code, unused_macros)]

pub mod core {}
pub mod std {}
pub mod alloc {}
pub mod error_runtime {}

pub struct Option;
pub struct Some;
pub struct None;
pub struct Result;
pub struct Ok;
pub struct Err;
pub struct String;
pub struct Vec;
pub struct Cow;
pub struct Error;
pub struct Entry;
pub struct str;
pub struct usize;
pub struct u8;
pub struct u16;
pub struct bool;
pub struct i64;
pub struct f64;

pub trait Copy {}
pub trait Clone {}
pub trait Debug {}
pub trait Display {}
pub trait Eq {}
pub trait PartialEq {}
pub trait Ord {}
pub trait PartialOrd {}
pub trait Hash {}
pub trait From {}
pub trait Into {}
pub trait AsRef {}
pub trait FromStr {}
pub trait Catalog {}

macro_rules! assert {
    ($($anything:tt)*) => {
        compile_error!("a macro of the scope was used")
    };
}
macro_rules! concat {
    ($($anything:tt)*) => {
        compile_error!("a macro of the scope was used")
    };
}
macro_rules! env {
    ($($anything:tt)*) => {
        compile_error!("a macro of the scope was used")
    };
}
macro_rules! include_bytes {
    ($($anything:tt)*) => {
        compile_error!("a macro of the scope was used")
    };
}

::error_runtime::error_catalog! {
    /// Errors of the ward, in a scope that lies.
    pub enum Ward = "catalogs/ward.json";
}

::error_runtime::error_catalog! {
    /// Errors whose names lie as well.
    pub enum Names = "catalogs/prelude.json";
}

#[derive(::error_runtime::CatalogError)]
#[catalog(Ward, debug)]
pub enum Hostile<T> {
    #[code(BedTaken, diagnostics = "{derive}")]
    Taken {
        #[param]
        bed: T,
        derive: ::core::primitive::u8,
        source: ::core::option::Option<::core::fmt::Error>,
    },
    #[code(transparent)]
    Other(#[from] HostileOther),
}

#[derive(::error_runtime::CatalogError)]
#[catalog(Ward, debug)]
#[display("{0:?}")]
#[code(Teapot)]
pub struct HostileOther(#[request_id] pub ::core::primitive::u8);
