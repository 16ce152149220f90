// Enclosures
