import { ApiProperty } from '@nestjs/swagger';
import { Email, Flag, Moment, OneOf, Pagination, Pattern, Phone, SuccessProperty, Text } from '@app/http';
import { ScannedCarResponse } from '@app/qr';
import { REASONS, type Reason, type Scan, VIAS, type Via } from './scan.entity.js';

const EXAMPLE_ID = '01938a5e-7c11-7abc-8def-012345678901';

export class SubmitScan {
  @Text({ min: 1, max: 1000, description: 'The car’s id, or what was scanned.', example: EXAMPLE_ID })
  carId!: string;

  @Phone({ optional: true, description: 'Absent: the phone of the signed-in scanner.', example: '9812345678' })
  scannerPhone?: string;

  @Email({ optional: true, description: 'Absent: the address of the signed-in scanner.', example: 'ravi@example.com' })
  scannerEmail?: string;

  @Text({ max: 1000, optional: true, example: 'You are parked across my gate.' })
  notes?: string;

  @OneOf(REASONS, { enumName: 'ScanReason', optional: true, example: 'blocking' })
  reason?: Reason;
}

export class MarkScan {
  @Flag({ optional: true, description: 'I have seen it.' })
  read?: boolean;

  @Flag({ optional: true, description: 'It is dealt with.' })
  resolved?: boolean;
}

export class StatsQuery {
  @Moment({ optional: true, description: 'From this moment; thirty days before `to` when absent.' })
  from?: Date;

  @Moment({ optional: true, description: 'Before this moment; now when absent. At most 366 days after `from`.' })
  to?: Date;

  @Pattern({
    pattern: /^[\w+/-]{1,64}$/,
    problem: 'must be a time zone such as Asia/Kolkata',
    optional: true,
    description: 'The IANA time zone that days are counted in; UTC when absent.',
    example: 'Asia/Kolkata',
  })
  tz?: string;
}

export class ScanActivity {
  @ApiProperty({ example: EXAMPLE_ID })
  id!: string;

  @ApiProperty({ example: EXAMPLE_ID })
  carId!: string;

  @ApiProperty({ type: String, nullable: true, description: 'The code that was scanned.', example: '7K3M9QXT2B' })
  qrCode!: string | null;

  @ApiProperty({ example: '+919812345678' })
  scannerPhone!: string;

  @ApiProperty({ description: 'Empty for a premium viewer without an address.', example: 'ravi@example.com' })
  scannerEmail!: string;

  @ApiProperty({ example: 'You are parked across my gate.' })
  notes!: string;

  @ApiProperty({ type: String, nullable: true, description: 'One of `ScanReason`.', example: 'blocking' })
  reason!: Reason | null;

  @ApiProperty({ enum: VIAS, enumName: 'ScanVia' })
  via!: Via;

  @ApiProperty({ format: 'date-time' })
  timestamp!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null })
  readAt!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null })
  resolvedAt!: string | null;
}

export class ScanSubmittedEnvelope {
  @SuccessProperty()
  success!: true;

  @ApiProperty({ type: ScanActivity })
  activity!: ScanActivity;

  @ApiProperty({ type: ScannedCarResponse, description: 'The car, now with the contact that its owner shows.' })
  car!: ScannedCarResponse;
}

export class ScanEnvelope {
  @SuccessProperty()
  success!: true;

  @ApiProperty({ type: ScanActivity })
  activity!: ScanActivity;
}

export class ScansEnvelope {
  @SuccessProperty()
  success!: true;

  @ApiProperty({ type: [ScanActivity] })
  scans!: ScanActivity[];

  @ApiProperty({ type: Pagination })
  pagination!: Pagination;
}

export class ScansOfDay {
  @ApiProperty({ format: 'date', example: '2026-11-22' })
  day!: string;

  @ApiProperty({ type: 'integer', example: 2 })
  count!: number;
}

export class ScansOfCode {
  @ApiProperty({ type: String, nullable: true, example: '7K3M9QXT2B' })
  qrCode!: string | null;

  @ApiProperty({ type: 'integer', example: 2 })
  count!: number;
}

export class ScanStats {
  @ApiProperty({ type: 'integer', example: 2 })
  total!: number;

  @ApiProperty({ type: 'integer', example: 1 })
  unread!: number;

  @ApiProperty({ type: [ScansOfDay], description: 'Days without a scan are left out.' })
  perDay!: ScansOfDay[];

  @ApiProperty({ type: [ScansOfCode] })
  perCode!: ScansOfCode[];
}

export class ScanStatsEnvelope {
  @SuccessProperty()
  success!: true;

  @ApiProperty({ type: ScanStats })
  stats!: ScanStats;
}

/** What a scanner may keep of a scan that they left; how the owner dealt with it is the owner's affair. */
export function toSubmittedScan(scan: Scan): Omit<ScanActivity, 'readAt' | 'resolvedAt'> {
  return {
    id: scan.id,
    carId: scan.carId,
    qrCode: scan.qrCode,
    scannerPhone: scan.scannerPhone,
    scannerEmail: scan.scannerEmail,
    notes: scan.notes,
    reason: scan.reason,
    via: scan.via,
    timestamp: scan.timestamp.toISOString(),
  };
}

/** What an owner sees of a scan. */
export function toScanActivity(scan: Scan): ScanActivity {
  return {
    ...toSubmittedScan(scan),
    readAt: scan.readAt?.toISOString() ?? null,
    resolvedAt: scan.resolvedAt?.toISOString() ?? null,
  };
}
