"""The fitted line models: words and names with their weights (.json), trees (.npz); written by `make line-model`."""
