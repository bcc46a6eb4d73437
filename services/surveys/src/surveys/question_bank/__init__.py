"""Questions that are asked again under the same name, so that answers can be compared over the years."""
