//! How is a network kept in few bytes?
//!
//! Nodes as differences along the curve; edges by how far their nodes are from those of the edge before; of shapes only what
//! lies between the nodes, as differences; barriers likewise. Lengths, arcs, grids and parts are worked out again, which takes
//! less time than reading them would. Every number that is read is checked, so that any bytes give a network or an error.

use crate::domain::{
    packed::{PackedError, Packer, Unpacker},
    street::{BarrierClass, StreetClass},
};

use super::{
    graph::MOST_EDGES,
    network::{BACKWARD, Edge, FALLS, FIXED, FORWARD, GATE, NO_NAME, Network, OFF_GROUND, Parts, RISES, STEP_FREE},
};

/// What the bytes begin with.
const MARK: &[u8; 4] = b"CRNW";
/// Version 1 has no English names, and no edge that leads up or down.
const VERSION: u8 = 2;

/// All flags that an edge may have.
const FLAGS: u8 = FORWARD | BACKWARD | STEP_FREE | OFF_GROUND | FIXED | GATE | RISES | FALLS;
/// Those of version 1.
const FLAGS_1: u8 = FLAGS & !(RISES | FALLS);

/// The four classes of barriers, in the order of their numbers.
const BARRIERS: [BarrierClass; 4] = [BarrierClass::Road, BarrierClass::Railway, BarrierClass::Water, BarrierClass::Wall];

impl Network {
    /// The network as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let parts = &self.parts;
        let mut packer = Packer::new(MARK, VERSION);
        packer.number(parts.names.len() as u64);
        for (name, name_en) in parts.names.iter().zip(&parts.names_en) {
            packer.text(name);
            packer.text_or_none(name_en.as_deref());
        }
        packer.number(parts.nodes.len() as u64);
        put_line(&mut packer, [0, 0], &parts.nodes);
        packer.number(parts.edges.len() as u64);
        let mut before = 0;
        let mut fixed = parts.fixed.iter();
        for (edge, run) in parts.edges.iter().zip(parts.first_shape.windows(2)) {
            packer.signed(i64::from(edge.from) - before);
            packer.signed(i64::from(edge.to) - i64::from(edge.from));
            before = i64::from(edge.from);
            packer.byte(edge.class as u8);
            packer.byte(edge.flags);
            packer.number(if edge.name == NO_NAME { 0 } else { u64::from(edge.name) + 1 });
            if let Some((_, seconds)) = edge.is_fixed().then(|| fixed.next()).flatten() {
                packer.float(f64::from(*seconds));
            }
            let between = &parts.shape[run[0] as usize + 1..run[1] as usize - 1];
            packer.number(between.len() as u64);
            put_line(&mut packer, parts.nodes[edge.from as usize], between);
        }
        packer.number(parts.barrier_class.len() as u64);
        for (class, run) in parts.barrier_class.iter().zip(parts.first_barrier.windows(2)) {
            packer.byte(*class as u8);
            let points = &parts.barrier[run[0] as usize..run[1] as usize];
            packer.number(points.len() as u64);
            put_line(&mut packer, parts.nodes.first().copied().unwrap_or_default(), points);
        }
        packer.finish()
    }

    /// The network that [`Network::to_bytes`] wrote, in this version or an earlier one; anything else is an error that says where it is damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Network, PackedError> {
        let (mut unpacker, version) = Unpacker::up_to(bytes, MARK, VERSION)?;
        let unpacker = &mut unpacker;
        let mut parts = Parts { first_shape: vec![0], first_barrier: vec![0], ..Parts::default() };
        for _ in 0..unpacker.length()? {
            parts.names.push(unpacker.text()?.into());
            parts.names_en.push(if version == 1 { None } else { unpacker.text_or_none()?.map(Into::into) });
        }
        let count = unpacker.length()?;
        take_line(unpacker, [0, 0], count, &mut parts.nodes)?;
        let count = unpacker.length()?;
        if count > MOST_EDGES {
            return Err(unpacker.wrong("there are too many edges"));
        }
        let mut before = 0;
        let flags = if version == 1 { FLAGS_1 } else { FLAGS };
        for number in 0..count {
            before = take_edge((unpacker, flags), before, number as u32, &mut parts)?;
        }
        for _ in 0..unpacker.length()? {
            let class = BARRIERS[unpacker.below(BARRIERS.len())?];
            let count = unpacker.length()?;
            let start = parts.nodes.first().copied().unwrap_or_default();
            take_line(unpacker, start, count, &mut parts.barrier)?;
            parts.barrier_class.push(class);
            parts.first_barrier.push(parts.barrier.len() as u32);
        }
        unpacker.end()?;
        Ok(Network { older: version < VERSION, ..Network::assemble(parts) })
    }
}

fn put_line(packer: &mut Packer, mut before: [i32; 2], points: &[[i32; 2]]) {
    for point in points {
        (0..2).for_each(|axis| packer.signed(i64::from(point[axis]) - i64::from(before[axis])));
        before = *point;
    }
}

fn take_line(unpacker: &mut Unpacker, mut before: [i32; 2], count: usize, line: &mut Vec<[i32; 2]>) -> Result<(), PackedError> {
    for _ in 0..count {
        for part in &mut before {
            let moved = i64::from(*part).checked_add(unpacker.signed()?).and_then(|moved| i32::try_from(moved).ok());
            *part = moved.ok_or_else(|| unpacker.wrong("a point is not on the earth"))?;
        }
        line.push(before);
    }
    Ok(())
}

/// Adds the next edge, which has no flags but `known` ones; answers with the node it starts at.
fn take_edge((unpacker, known): (&mut Unpacker, u8), before: i64, number: u32, parts: &mut Parts) -> Result<i64, PackedError> {
    let from = take_node(unpacker, before, parts.nodes.len())?;
    let to = take_node(unpacker, i64::from(from), parts.nodes.len())?;
    let class = StreetClass::ALL[unpacker.below(StreetClass::ALL.len())?];
    let flags = unpacker.byte()?;
    if flags & !known != 0 || flags & (RISES | FALLS) == RISES | FALLS {
        return Err(unpacker.wrong("an edge has flags that do not exist"));
    }
    let name = match unpacker.below(parts.names.len() + 1)? {
        0 => NO_NAME,
        name => name as u32 - 1,
    };
    let edge = Edge { from, to, name, class, flags };
    if edge.is_fixed() {
        let seconds = unpacker.float()?;
        if !(seconds >= 0.0 && seconds.is_finite()) {
            return Err(unpacker.wrong("a duration is no number of seconds"));
        }
        parts.fixed.push((number, seconds as f32));
    }
    let count = unpacker.length()?;
    let ends = [from, to].map(|node| parts.nodes[node as usize]);
    parts.shape.push(ends[0]);
    take_line(unpacker, ends[0], count, &mut parts.shape)?;
    parts.shape.push(ends[1]);
    parts.first_shape.push(parts.shape.len() as u32);
    parts.edges.push(edge);
    Ok(i64::from(from))
}

fn take_node(unpacker: &mut Unpacker, before: i64, nodes: usize) -> Result<u32, PackedError> {
    let node = before.checked_add(unpacker.signed()?).filter(|node| (0..nodes as i64).contains(node));
    node.map(|node| node as u32).ok_or_else(|| unpacker.wrong("an edge ends at no node"))
}
