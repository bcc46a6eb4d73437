"""The panel beside the population: composition, representativity, whom to recruit next."""
