"""Records of the example dossiers that no plan holds: results, figures and texts, all invented for illustration."""
