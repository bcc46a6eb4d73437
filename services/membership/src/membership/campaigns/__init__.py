"""How people hear of the panel: campaigns, posters, visits, neighbours; what each gave and took."""
