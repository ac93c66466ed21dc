//! Values of the dictionary and their types.

use nalgebra::Complex;

use crate::sa::modelling::CoefficientEstimate;
use crate::toolkit::stats::StatisticalTest;
use crate::toolkit::timeseries::{TsData, TsPeriod};

/// A matrix by rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    /// Number of columns.
    pub columns: usize,
    /// Values row by row; NaN where there is none.
    pub values: Vec<f64>,
}

/// A value of the dictionary.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Item {
    /// A number; NaN when it could not be computed.
    Double(f64),
    /// A whole number.
    Integer(i64),
    /// A text.
    Text(String),
    /// A series.
    Series(TsData),
    /// Numbers.
    Array(Vec<f64>),
    /// Texts.
    TextArray(Vec<String>),
    /// A matrix.
    Matrix(Matrix),
    /// A test.
    Test(StatisticalTest),
    /// A period.
    Period(TsPeriod),
    /// Yes or no.
    Boolean(bool),
    /// Whole numbers.
    IntegerArray(Vec<i64>),
    /// A coefficient with its standard error and p-value.
    Coefficient(CoefficientEstimate),
    /// Estimate of a missing value.
    Missing(MissingValue),
    /// A complex number.
    Complex(Complex<f64>),
    /// Elements of a list.
    List(Vec<Item>),
}

/// Estimate of a missing value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MissingValue {
    /// Position in the estimation span, from 0.
    pub position: usize,
    /// Estimate on the transformed scale.
    pub value: f64,
    /// Its standard error.
    pub standard_error: f64,
}

/// Type of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[allow(missing_docs)]
pub enum ItemKind {
    Double,
    Integer,
    Text,
    Series,
    Array,
    TextArray,
    Matrix,
    Test,
    Period,
    Boolean,
    IntegerArray,
    Coefficient,
    Missing,
    Complex,
    List,
}

impl Item {
    /// Its type.
    pub fn kind(&self) -> ItemKind {
        match self {
            Self::Double(_) => ItemKind::Double,
            Self::Integer(_) => ItemKind::Integer,
            Self::Text(_) => ItemKind::Text,
            Self::Series(_) => ItemKind::Series,
            Self::Array(_) => ItemKind::Array,
            Self::TextArray(_) => ItemKind::TextArray,
            Self::Matrix(_) => ItemKind::Matrix,
            Self::Test(_) => ItemKind::Test,
            Self::Period(_) => ItemKind::Period,
            Self::Boolean(_) => ItemKind::Boolean,
            Self::IntegerArray(_) => ItemKind::IntegerArray,
            Self::Coefficient(_) => ItemKind::Coefficient,
            Self::Missing(_) => ItemKind::Missing,
            Self::Complex(_) => ItemKind::Complex,
            Self::List(_) => ItemKind::List,
        }
    }
}
