// The sign of Weir: water above, three gates that divide it below.
export function WeirMark() {
  return (
    <svg className="weir-mark" viewBox="0 0 32 32" width="30" height="30" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="7" className="weir-mark-ground" />
      <path
        d="M5 11.500c3.500 0 3.500 3 7.300 3s3.700-3 7.400-3 3.800 3 7.300 3"
        fill="none"
        className="weir-mark-water"
        strokeWidth="2.400"
        strokeLinecap="round"
      />
      <path
        d="M6 20h4.800v6.500H6zM13.600 20h4.800v6.500h-4.800zM21.200 20H26v6.500h-4.800z"
        className="weir-mark-gates"
      />
    </svg>
  )
}
