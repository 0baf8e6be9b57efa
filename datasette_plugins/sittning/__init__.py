"""From a nulägesanalys to an åtgärdsplan in one sitting; the server keeps nothing of it."""
