// What Review says, in English.
export default {
  review: {
    question: 'Which positions need a look?', intro: 'Looking…', answer: '{n} to look at.', anyProblem: 'Any problem', problem: 'Problem', division: 'Division', anyDivision: 'Any division', none: 'No position needs a look', noneWhy: 'Under these conditions nothing has to be checked.', pick: 'Choose one on the left; the map goes there. N goes on to the next.', gone: 'This one is settled.', places: '{n} places',
    name: { outside_division: 'Not in its division', coarse_position: 'Position too coarse', two_addresses: 'One place, two addresses', far_apart: 'One address, far apart', shared_point: 'Several on one point', outside_area: 'Outside the area' },
    why: {
      outside_division: 'The record names one division, the point lies in another. The coloured boundary is the one on record. Drag the point if it is wrong; open the record if the division is.', coarse_position: 'Only the middle of the community or street is known, not the building. Drag it to where it really is.', two_addresses: 'One position, different addresses on record. Mend the one that is wrong, or move its point.',
      far_apart: 'The same address, but the points lie far apart: at least one is wrong.', shared_point: 'Several places have the very same coordinates, most likely located in bulk. If they really share a building, accept it.', outside_area: 'The point lies outside the area of this registry: most likely the wrong datum, or longitude and latitude swapped.',
    },
    fact: { swapped: 'Hint', declared: 'Division on record', found: 'Really lies in', far: 'Off by', precision: 'Precision', addresses: 'Addresses' },
    swapped: 'Longitude and latitude are most likely swapped: exchanged, the point lies inside.', drag: 'Drag the mark on the map to where the place really is.', at: 'Now', to: 'Goes to', from: 'Was', given: 'First given (kept)', typed: 'Longitude, latitude', take: 'Take it', save: 'Save this position', undo: 'Put it back', reasonHint: 'How do you know (optional)', saved: 'The position of “{name}” is mended.', proposed: 'The new position of “{name}” is sent for approval.',
    accept: 'All right as it is…', acceptTitle: 'Accept it as it is', acceptText: 'It will not be listed again. Once the position changes it is checked anew.', acceptDo: 'Accept', accepted: 'Accepted.', open: 'This record has an open proposal; it has to be approved or returned first.', held: 'The true position is not yours to see, so it cannot be moved.',
  },
}
