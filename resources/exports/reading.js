"use strict";

// From strokes to the image that the network sees, step by step as Inkling does it, and from there to its answer.
// Strokes are lists of points [x, y], 0 to 1 across the pad, y down. Nothing here touches the page.

const SIDE = 28;
const BOX = 20; // pixels on the longer side of the ink
const CENTER = 14; // where the centre of mass goes, counted from 0
const PEN = 2.4; // width of the line, in pixels
const REACH = BOX - PEN;
const CORNER = (SIDE - BOX) / 2 + PEN / 2;
const SMALLEST = 0.01; // ink smaller than this part of the pad is a dot, which is not enlarged
const SPACING = 0.5; // between dots along a line, in pixels
const MOST_DOTS = 4000;
const CELLS = 8 * BOX;
const MOVES = [[0, 0], [0, 1], [0, -1], [1, 0], [-1, 0]]; // rows down, columns right, of each look
const AROUND = 48; // cells from the box to the edge of the frame, and a little more

/** Returns the image of 784 bytes, 0 (paper) to 255 (ink), that the network sees of the strokes. */
function prepare(strokes) {
  const drawn = strokes.filter((stroke) => stroke.length > 0);
  if (drawn.length === 0) return new Uint8Array(SIDE * SIDE);
  return centered(drawDots(dotsOf(intoFrame(drawn))));
}

/** Brings the box around the ink to its place in the frame; its longer side becomes BOX pixels. */
function intoFrame(strokes) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const stroke of strokes) {
    for (const [x, y] of stroke) {
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
    }
  }
  const scale = REACH / Math.max(right - left, bottom - top, SMALLEST);
  return strokes.map((stroke) => stroke.map(([x, y]) => [(x - left) * scale + CORNER, (y - top) * scale + CORNER]));
}

/** Returns dots along the lines, close enough together to be a line. */
function dotsOf(strokes) {
  const steps = [];
  for (const stroke of strokes) {
    stroke.forEach(([x, y], index) => {
      const [nextX, nextY] = stroke[Math.min(index + 1, stroke.length - 1)];
      const count = Math.max(Math.ceil(Math.hypot(nextX - x, nextY - y) / SPACING), 1);
      steps.push({ x, y, across: nextX - x, down: nextY - y, count });
    });
  }
  const total = steps.reduce((sum, step) => sum + step.count, 0);
  const isScribble = total > MOST_DOTS; // then dots that lie within an eighth of a pixel count once
  const inked = new Set();
  const dots = [];
  for (const { x, y, across, down, count } of steps) {
    for (let dot = 0; dot < count; dot++) {
      const place = [x + across * (dot / count), y + down * (dot / count)];
      if (!isScribble) {
        dots.push(place);
        continue;
      }
      const cell = place.map((value) => even((value - CORNER) * (CELLS / REACH)));
      const key = cell.join();
      if (inked.has(key)) continue;
      inked.add(key);
      if (cell.every((value) => value >= -AROUND && value <= CELLS + AROUND)) {
        dots.push(cell.map((value) => value * (REACH / CELLS) + CORNER));
      }
    }
  }
  return dots;
}

/** Draws round dots of the pen's width; where they overlap, the darkest counts. */
function drawDots(dots) {
  const image = new Uint8Array(SIDE * SIDE);
  const edge = Math.fround(Math.fround(PEN) * 0.5 + 0.5);
  const last = Math.fround(SIDE - 0.01);
  for (const dot of dots) {
    const [x, y] = dot.map((value) => Math.min(Math.max(Math.fround(value), 0), last));
    const [column, row] = [Math.trunc(x), Math.trunc(y)];
    for (let down = -2; down <= 2; down++) {
      for (let across = -2; across <= 2; across++) {
        const [c, r] = [column + across, row + down];
        if (c < 0 || r < 0 || c >= SIDE || r >= SIDE) continue;
        const [dx, dy] = [column - x + 0.5 + across, row - y + 0.5 + down];
        const ink = (edge - Math.sqrt(dx * dx + dy * dy)) * 255 + 0.5;
        image[r * SIDE + c] = Math.max(image[r * SIDE + c], Math.trunc(Math.min(Math.max(ink, 0), 255)));
      }
    }
  }
  return image;
}

/** Moves the image by whole pixels, so that its centre of mass is at CENTER; never so far that ink would leave it. */
function centered(image) {
  const rows = new Float64Array(SIDE);
  const columns = new Float64Array(SIDE);
  image.forEach((ink, at) => {
    rows[Math.floor(at / SIDE)] += ink;
    columns[at % SIDE] += ink;
  });
  const [down, across] = [shiftOf(rows), shiftOf(columns)];
  const moved = new Uint8Array(SIDE * SIDE);
  image.forEach((ink, at) => {
    if (ink > 0) moved[at + down * SIDE + across] = ink;
  });
  return moved;
}

function shiftOf(profile) {
  let [mass, moment, first, last] = [0, 0, SIDE, -1];
  profile.forEach((ink, at) => {
    mass += ink;
    moment += ink * at;
    if (ink > 0) [first, last] = [Math.min(first, at), at];
  });
  if (last < 0) return 0;
  const shift = even(Math.fround(CENTER - Math.fround(moment / mass)));
  return Math.min(Math.max(shift, -first), SIDE - 1 - last);
}

/** Rounds to the nearest whole number, and a half to the even one. */
function even(value) {
  const below = Math.floor(value);
  const part = value - below;
  if (part !== 0.5) return part < 0.5 ? below : below + 1;
  return below % 2 === 0 ? below : below + 1;
}

/** Returns the numbers that a text in base64 holds, four bytes each, the lowest first. */
function decoded(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return Float32Array.from({ length: bytes.length / 4 }, (_, index) => view.getFloat32(4 * index, true));
}

/** Returns what the network says to an image of 784 bytes: an output for each class. */
function outputsOf(image, layers) {
  let values = Float32Array.from(image, (ink) => ink * Math.fround(1 / 255));
  layers.forEach(({ weights, biases, activation }, number) => {
    const sums = new Float64Array(biases.length);
    values.forEach((value, input) => {
      if (value === 0) return;
      const row = input * sums.length;
      for (let neuron = 0; neuron < sums.length; neuron++) sums[neuron] += value * weights[row + neuron];
    });
    const z = Float32Array.from(sums, (sum, neuron) => sum + biases[neuron]);
    values = Float32Array.from(number < layers.length - 1 ? z.map(activation) : output(z));
  });
  return values;
}

/** Returns an image moved by whole pixels: ink that leaves it is lost, and paper comes in. */
function moved(image, down, right) {
  const result = new Uint8Array(SIDE * SIDE);
  image.forEach((ink, at) => {
    const [row, column] = [Math.floor(at / SIDE) + down, (at % SIDE) + right];
    if (row >= 0 && row < SIDE && column >= 0 && column < SIDE) result[row * SIDE + column] = ink;
  });
  return result;
}

/** Returns the mean of what the network says in five looks at an image: as it is, and moved by a pixel to each side. */
function meanOutputsOf(image, layers) {
  const looks = MOVES.map(([down, right]) => outputsOf(moved(image, down, right), layers));
  return looks[0].map((_, index) => looks.reduce((sum, outputs) => sum + outputs[index], 0) / looks.length);
}

/** Returns the first class with the largest output. */
function answerOf(outputs) {
  return outputs.reduce((best, value, index) => (value > outputs[best] ? index : best), 0);
}
