import type { en } from './en.ts'

export const ko: Readonly<Record<keyof typeof en, string>> = {
  'home-in-use':
    '홈 폴더 {home}은(는) 이미 사용 중입니다. “{command}”(호스트 {host}의 프로세스 {pid})이(가) {since}부터 작업하고 있습니다. 해당 프로세스를 종료하거나 WEIR_HOME에 다른 폴더를 지정하십시오.',
  'home-not-yours':
    '홈 폴더 {home}의 소유자는 사용자 {owner}입니다. 해당 사용자로 Weir를 실행하거나 WEIR_HOME에 다른 폴더를 지정하십시오.',
  'data-out-of-reach':
    '데이터베이스를 실행하는 사용자 {account}이(가) 더 이상 {folder}에 접근할 수 없습니다. 해당 폴더와 상위 폴더에 진입 권한을 부여하거나(chmod o+x) 데이터 소유자로 Weir를 시작하십시오.',
  'credentials-missing':
    '데이터베이스 비밀번호 파일 {file}이(가) 없습니다. 백업에서 복구하십시오. 이 파일이 없으면 이 홈 폴더의 데이터를 열 수 없습니다.',
  'data-version-differs':
    '{folder}의 데이터는 PostgreSQL {data}에서 생성되었으나 설치된 버전은 PostgreSQL {programs}입니다. 데이터를 생성한 Weir 버전을 사용하거나 pg_dump로 데이터를 이전하십시오.',
  'platform-unsupported':
    '이 환경({platform})에서 실행할 수 있는 PostgreSQL이 Weir에 포함되어 있지 않습니다. --omit=optional 없이 npm ci를 실행하거나 DATABASE_URL에 사용하실 데이터베이스를 지정하십시오.',
  'database-not-started': '데이터베이스를 시작하지 못했습니다. 로그는 {log}에 있습니다. 마지막 내용:\n{reason}',
  'database-unavailable':
    '데이터베이스에 연결할 수 없습니다. 확인되지 않은 변경 사항은 저장되지 않았습니다. 잠시 후 다시 시도하십시오.',
  'database-refused': '데이터베이스가 연결을 거부했습니다: {reason}',
  'database-url-invalid':
    'DATABASE_URL이 PostgreSQL 데이터베이스 주소가 아닙니다. 형식은 postgresql://user:password@host:5432/database입니다.',
  'postgres-too-old': '데이터베이스 버전은 PostgreSQL {version}입니다. Weir에는 {versionMin} 이상이 필요합니다.',
  'database-not-utf8':
    '데이터베이스의 문자 인코딩은 {encoding}입니다. 한국어와 베트남어를 저장하려면 UTF8이어야 합니다: create database … encoding UTF8 template template0.',
  'role-may-not-create':
    '역할 {role}에는 데이터베이스 {database}에 테이블을 만들 권한이 없습니다. 소유자로 지정하십시오: alter database {database} owner to {role}.',
  'role-sees-all-agencies':
    '역할 {role}은(는) 행 수준 보안의 적용을 받지 않아 모든 기관의 데이터를 볼 수 있으며, weir_app 역할로 전환할 수도 없습니다. SUPERUSER와 BYPASSRLS가 없는 역할을 사용하거나 {role}에 weir_app을 부여하십시오.',
  'migration-changed':
    '마이그레이션 {migration}은(는) 이 데이터베이스에 적용된 뒤 파일이 변경되었습니다. 원래 파일로 되돌리십시오. 테이블 변경은 새 마이그레이션으로 작성해야 합니다.',
  'database-newer':
    '더 최신 버전의 Weir가 이 데이터베이스를 사용했습니다(마이그레이션 {migration}). 해당 버전 이상을 사용하십시오.',
}
