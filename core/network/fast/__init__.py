"""The same numbers sooner: the plain engine's arithmetic on arrays made once, by one thread or two.

Nothing here is mathematics of its own. What an activation, a cost or an optimizer computes is written in ``core/parts``
and called from here; the four equations of backpropagation are those of :mod:`core.network.backprop`. This folder
decides in which arrays, in which order and by whom.

The way of a batch:

1. :class:`~core.network.engine.FastEngine` is asked to train on some places of the epoch. :mod:`.pixels` knows the
   images as bytes in the epoch's order, without the pixels that are never inked.
2. :func:`.batch_plan.plan` makes a *job* of it: blocks of images, and for each block its steps. A step is a batch, or
   a piece of a very large one.
3. The network is held in one or two *shards* (:mod:`.shards`). Each has half of the hidden units and all that belongs
   to them, weights, biases, slopes and the optimizer's memory, in flat arrays (:mod:`.packing`).
4. :class:`.batch_plan.BatchPlan` gives each shard its work, a generator that yields where the shards meet. Blocks are
   converted to numbers from 0 to 1: small ones by the second shard where it is idle, two blocks ahead, large ones by
   both before they begin on them.
5. For a step each :class:`.shard.Shard` reads off its *recipe* (:mod:`.calls`), the list of calls with their arrays
   that was written down when a batch first stood in these rows:

   - forward, from the pixels to this shard's part of the outputs' sums;
   - a meeting: the parts are added up, always in the same order;
   - the first shard alone: outputs, the cost's slope, and whether it is finite, while the other converts images;
   - a meeting: both know the slope at the outputs;
   - backward, to the slopes of this shard's weights and biases.

   That is a network of one or two hidden layers; with more, the shards meet once more on either way for each further
   pair of layers.
6. The optimizer moves the shard's weights in place, chunk by chunk, with the slopes as scratch.
7. Who follows the generators is up to a *crew* (:mod:`.team`): one thread that takes turns, or two that wait for each
   other where they meet. Both give the same numbers to the last bit, so :mod:`.autotune` takes whichever is faster at
   the moment.

If a slope at the outputs is not finite, :class:`.shard.UnsoundError` ends the work before anything has moved, and the
engine says after how many batches that was.
"""
