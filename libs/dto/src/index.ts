export * from './interaction.dto.js';
