"""One image, or one batch, walked through slowly: forward, backward, one step, and again."""
