"""The same numbers sooner: the plain engine's arithmetic on arrays made once, cut so that several processes can do it.

Nothing here is mathematics of its own. What an activation, a cost or an optimizer computes is written in ``core/parts``
and called from here; the four equations of backpropagation are those of :mod:`core.network.backprop`. This folder
decides in which arrays and in which order; :mod:`core.network.parallel` decides by whom.

How a network is cut. Each **shard** has some of the first hidden layer's units: all weights into them, and the rows of
the second layer's weights that go out from them, as Megatron-LM cuts a pair of layers (Shoeybi et al., 2019, section
3). Whatever comes after the second layer's sums, every shard has whole (:mod:`.layout`). In a network 784-128-10 nearly
all work is in the first layer, so two shards have half of it each.

Who works. A **worker** does some of the shards, or all. Mostly it is a **helper**, a process with an interpreter of its
own (:mod:`core.network.parallel.crew`), and the thread that trains only waits; before helpers have come, and where
there can be none, it is that thread. All arrays lie on one **ground** (:mod:`.ground`), in memory that the processes
share (:mod:`core.network.memory`), so nothing is sent to a helper but the **job**: which images, in which batches, at
which rates (:mod:`.job`). So a window in the program that trains has Python's interpreter lock for itself, and helpers
leave it the processors it wants. Who trains sees nothing of all this: :class:`core.network.engine.FastEngine` lays the
ground, has jobs done, and puts the network together again when it is asked for it.

The way of a batch, on every worker alike, in :meth:`.shard.Shard.work`:

1. Images are bytes, without the pixels that are never inked (:mod:`core.network.images`); millions of them stay in
   their file. Some 256 at a time are fetched in the epoch's order and converted to numbers from 0 to 1, a part of them
   by each shard, for all (:mod:`.pixels`), or standardized. They meet.
2. Forward: ``z1 = x W1`` and ``a1 = f(z1)`` for the shard's own units, and ``a1 W2``, which is the shard's *part* of
   the second layer's sums: what its units add to them. The part is laid out for all. They meet.
3. Each shard adds up all parts, in the same order, so all have the same ``z2`` to the last bit. It goes on by itself:
   the second layer's biases, the layers after it, outputs and the cost's slope at the outputs (BP1).
4. Backward: BP2 to BP4 for the shard's own weights. No meeting is needed, since it has the rows of ``W2`` that its
   units were sent through, and all the layers after them.
5. Where gradients are clipped, each shard lays out the sum of its slopes' squares, what all have being counted once.
   They meet. All add up the same numbers, and shorten their slopes by the same factor.
6. The optimizer moves the shard's weights, all in one flat array; where layers are frozen, only the pieces of it that
   learn, and the way back ends at the lowest of these.

So there is one meeting a batch, or two with clipping. The biases of the first layer are one more row of ``W1``, for an
input that is always one. There are two rooms for the parts, used in turn: a shard that is ahead does not write over
what another still reads.

What is promised. As many shards as the machine has processors are made, whoever does them, but none of fewer than 32
units; and one worker that takes the shards in turn gets the same numbers, bit for bit, as several that share them out,
be they two or eight. Another number of shards, as on a machine with other processors, adds up in another order and may
differ in the last digits. So :mod:`core.network.parallel.labor` may begin alone, call helpers once a run is longer than
their start takes, have as many of them work as :mod:`core.network.parallel.autotune` measures to be fastest, up to the
processors that the program may use, and go on alone, from the latest whole job, when a helper is killed.

If a slope at the outputs is not finite, the job ends there, on all shards alike, before anything has moved.
"""
