export default { docs: ["index", "two"] };
