//! The columns of a matrix for each of four models.

use pulp::Simd;

use super::lanes::{Four, Load, Vector};

/// `x <- x + factor v` for each model.
#[inline(always)]
pub fn add_multiple<S: Simd>(simd: S, x: &mut [Four], factor: Vector<S>, v: &[Four]) {
    for (x, v) in x.iter_mut().zip(v) {
        *x = (x.load(simd) + factor * v.load(simd)).store();
    }
}

/// A matrix for each of four models, all of the same shape: column after column, the numbers of the models side by
/// side.
#[derive(Clone, Debug, Default)]
pub struct ParallelColumns {
    rows: usize,
    data: Vec<Four>,
}

impl ParallelColumns {
    /// Gives the matrices a shape; what they hold is not defined.
    pub fn reshape(&mut self, rows: usize, columns: usize) {
        self.rows = rows;
        self.data.resize(rows * columns, Four::default());
    }

    /// Makes the matrices those of another.
    pub fn copy_from(&mut self, other: &Self) {
        self.rows = other.rows;
        self.data.clear();
        self.data.extend_from_slice(&other.data);
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Number of columns.
    pub fn columns(&self) -> usize {
        self.data.len() / self.rows.max(1)
    }

    /// A column.
    pub fn column(&self, column: usize) -> &[Four] {
        &self.data[column * self.rows..(column + 1) * self.rows]
    }

    /// All columns, one after the other.
    pub fn data(&self) -> &[Four] {
        &self.data
    }

    /// All columns, one after the other.
    pub fn data_mut(&mut self) -> &mut [Four] {
        &mut self.data
    }

    /// The columns, to be exchanged without being moved.
    pub fn columns_mut(&mut self) -> Vec<&mut [Four]> {
        self.data.chunks_exact_mut(self.rows.max(1)).collect()
    }
}
