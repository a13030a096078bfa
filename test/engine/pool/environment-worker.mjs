// Tells what the threads of the pool find in their environment.
export default function tell() {
  return { bytes: new TextEncoder().encode(JSON.stringify(process.env)), records: 0, failed: 0 }
}
