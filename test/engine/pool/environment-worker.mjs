// Tells what the threads of the pool find in their environment.
export default function tell() {
  return { value: process.env }
}
