export default { index: "The gearbox", two: "Two" };
