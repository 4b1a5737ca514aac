// Cockpit
